/** Options, clock, state directory and the machine interface that the services share. */
@NullMarked
package io.jobarrays.localcloud.base;

import org.jspecify.annotations.NullMarked;

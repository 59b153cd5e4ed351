/** The HTTP endpoint: who asks is verified, what is asked is dispatched and counted. */
@NullMarked
package io.jobarrays.localcloud.front;

import org.jspecify.annotations.NullMarked;

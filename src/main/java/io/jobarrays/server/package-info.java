/** Start and settings of the control plane. */
@NullMarked
package io.jobarrays.server;

import org.jspecify.annotations.NullMarked;

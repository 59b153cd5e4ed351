/** State directory of the control plane, and the secrets that are kept in it or sealed by them. */
@NullMarked
package io.jobarrays.server.state;

import org.jspecify.annotations.NullMarked;

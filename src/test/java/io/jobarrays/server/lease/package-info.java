/** Tests of the lease of the server. */
@NullMarked
package io.jobarrays.server.lease;

import org.jspecify.annotations.NullMarked;

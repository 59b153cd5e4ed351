/** Lease of the one server that acts on the arrays of a database. */
@NullMarked
package io.jobarrays.server.lease;

import org.jspecify.annotations.NullMarked;

/** Exceptions of the server, by the caller's reaction. */
@NullMarked
package io.jobarrays.server.problems;

import org.jspecify.annotations.NullMarked;

/** Calls that may be repeated without happening twice. */
@NullMarked
package io.jobarrays.server.api.once;

import org.jspecify.annotations.NullMarked;

/** Job arrays and their members: entry point for batch and API. */
@NullMarked
package io.jobarrays.server.arrays;

import org.jspecify.annotations.NullMarked;

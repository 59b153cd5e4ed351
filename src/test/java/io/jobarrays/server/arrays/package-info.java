/** Decisions about arrays, without a database or a cloud. */
@NullMarked
package io.jobarrays.server.arrays;

import org.jspecify.annotations.NullMarked;

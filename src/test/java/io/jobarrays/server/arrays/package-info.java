/** Tests and fixtures of arrays. */
@NullMarked
package io.jobarrays.server.arrays;

import org.jspecify.annotations.NullMarked;

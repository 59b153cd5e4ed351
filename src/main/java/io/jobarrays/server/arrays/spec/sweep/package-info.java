/** Parameters of the indexes of an array, read from CSV or from a grid. */
@NullMarked
package io.jobarrays.server.arrays.spec.sweep;

import org.jspecify.annotations.NullMarked;

/** Tables of arrays, members and events; each transition of a row is one method. */
@NullMarked
package io.jobarrays.server.arrays.rows;

import org.jspecify.annotations.NullMarked;

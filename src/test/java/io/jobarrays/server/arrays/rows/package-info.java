@NullMarked
package io.jobarrays.server.arrays.rows;

import org.jspecify.annotations.NullMarked;

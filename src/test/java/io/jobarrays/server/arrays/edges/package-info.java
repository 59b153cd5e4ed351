@NullMarked
package io.jobarrays.server.arrays.edges;

import org.jspecify.annotations.NullMarked;

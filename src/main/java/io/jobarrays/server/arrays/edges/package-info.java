/** Edges between stages: what the work of an index waits for. */
@NullMarked
package io.jobarrays.server.arrays.edges;

import org.jspecify.annotations.NullMarked;

/** Tests of drawings of graphs. */
@NullMarked
package io.jobarrays.server.api.graph;

import org.jspecify.annotations.NullMarked;

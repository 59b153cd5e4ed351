/** Drawings of the graph of a job: DOT, Mermaid and SVG. */
@NullMarked
package io.jobarrays.server.api.graph;

import org.jspecify.annotations.NullMarked;

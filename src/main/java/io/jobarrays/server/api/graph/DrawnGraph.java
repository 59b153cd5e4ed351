package io.jobarrays.server.api.graph;

import io.jobarrays.server.batch.jobxml.graph.GraphEdge;
import io.jobarrays.server.batch.jobxml.graph.GraphNode;
import java.util.List;

/**
 * Graph with the place of each node and edge, in pixels from the upper left corner.
 *
 * @param boxes containers before what they contain
 */
record DrawnGraph(double width, double height, List<DrawnBox> boxes, List<DrawnLine> lines) {
    /** Rectangle of a node. */
    record DrawnBox(GraphNode node, double x, double y, double width, double height) {}

    /**
     * Line of an edge.
     *
     * @param points at least two, the last at the arrow
     * @param label where its text begins
     */
    record DrawnLine(GraphEdge edge, List<DrawnPoint> points, DrawnPoint label) {}

    /** Point of a line. */
    record DrawnPoint(double x, double y) {}
}

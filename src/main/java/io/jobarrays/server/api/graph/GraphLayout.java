package io.jobarrays.server.api.graph;

import io.jobarrays.server.api.graph.DrawnGraph.DrawnBox;
import io.jobarrays.server.api.graph.DrawnGraph.DrawnLine;
import io.jobarrays.server.api.graph.DrawnGraph.DrawnPoint;
import io.jobarrays.server.batch.jobxml.graph.GraphEdge;
import io.jobarrays.server.batch.jobxml.graph.GraphNode;
import io.jobarrays.server.batch.jobxml.graph.JobGraph;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.NullElkProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.jspecify.annotations.Nullable;

/** Places nodes and edges in layers from left to right, by the Eclipse Layout Kernel. */
final class GraphLayout {
    static final double CHARACTER_WIDTH = 7.9;
    static final double LINE_HEIGHT = 18;
    static final double MARGIN = 12;

    private static final String LAYERED = "org.eclipse.elk.layered";
    private static final double SPACING = 28;

    static {
        // Without it the options of the algorithms have no types.
        LayoutMetaDataService.getInstance();
    }

    private final JobGraph graph;
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<String, ElkNode> nodes = new HashMap<>();

    private GraphLayout(JobGraph graph) {
        this.graph = graph;
    }

    static DrawnGraph of(JobGraph graph) {
        return new GraphLayout(graph).draw();
    }

    private DrawnGraph draw() {
        root.setProperty(CoreOptions.ALGORITHM, LAYERED);
        root.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
        root.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.POLYLINE);
        root.setProperty(CoreOptions.SPACING_NODE_NODE, SPACING);
        graph.nodes().forEach(this::add);
        List<ElkEdge> edges = graph.edges().stream().map(this::add).toList();
        new RecursiveGraphLayoutEngine().layout(root, new NullElkProgressMonitor());
        List<DrawnLine> lines = new ArrayList<>();
        for (int i = 0; i < edges.size(); i++) {
            lines.add(line(graph.edges().get(i), edges.get(i)));
        }
        return new DrawnGraph(
                root.getWidth(),
                root.getHeight(),
                graph.nodes().stream().map(this::box).toList(),
                lines);
    }

    /** Containers come before what they contain. */
    private void add(GraphNode node) {
        ElkNode parent = node.parent() == null ? root : place(node.parent());
        ElkNode drawn = ElkGraphUtil.createNode(parent);
        List<String> lines = NodeLabel.lines(node);
        double width = 2 * MARGIN;
        for (String line : lines) {
            width = Math.max(width, 2 * MARGIN + textWidth(line));
        }
        double height = MARGIN + LINE_HEIGHT * lines.size();
        if (node.kind().contains()) {
            drawn.setProperty(
                    CoreOptions.PADDING,
                    new ElkPadding(LINE_HEIGHT + MARGIN, MARGIN, MARGIN, MARGIN));
            drawn.setProperty(
                    CoreOptions.NODE_SIZE_CONSTRAINTS, EnumSet.of(SizeConstraint.MINIMUM_SIZE));
            drawn.setProperty(CoreOptions.NODE_SIZE_MINIMUM, new KVector(width, height));
        }
        if (node.kind() == GraphNode.NodeKind.DECISION) {
            // The corners of a diamond hold no text.
            drawn.setDimensions(1.4 * width, 1.6 * height);
        } else {
            drawn.setDimensions(width, height);
        }
        nodes.put(node.id(), drawn);
    }

    private ElkEdge add(GraphEdge edge) {
        ElkEdge drawn = ElkGraphUtil.createSimpleEdge(place(edge.from()), place(edge.to()));
        String text = SvgText.shortened(NodeLabel.of(edge));
        if (!text.isEmpty()) {
            ElkLabel label = ElkGraphUtil.createLabel(text, drawn);
            label.setDimensions(textWidth(text), LINE_HEIGHT);
        }
        return drawn;
    }

    private ElkNode place(String id) {
        return Objects.requireNonNull(nodes.get(id));
    }

    private DrawnBox box(GraphNode node) {
        ElkNode drawn = place(node.id());
        DrawnPoint origin = origin(drawn);
        return new DrawnBox(node, origin.x(), origin.y(), drawn.getWidth(), drawn.getHeight());
    }

    private DrawnLine line(GraphEdge edge, ElkEdge drawn) {
        DrawnPoint origin = origin(drawn.getContainingNode());
        ElkEdgeSection section = ElkGraphUtil.firstEdgeSection(drawn, false, false);
        List<DrawnPoint> points = new ArrayList<>();
        points.add(moved(origin, section.getStartX(), section.getStartY()));
        section.getBendPoints()
                .forEach(bend -> points.add(moved(origin, bend.getX(), bend.getY())));
        points.add(moved(origin, section.getEndX(), section.getEndY()));
        DrawnPoint label =
                drawn.getLabels().isEmpty()
                        ? points.getFirst()
                        : moved(
                                origin,
                                drawn.getLabels().getFirst().getX(),
                                drawn.getLabels().getFirst().getY());
        return new DrawnLine(edge, points, label);
    }

    private static DrawnPoint origin(@Nullable ElkNode node) {
        double x = 0;
        double y = 0;
        for (ElkNode at = node; at != null; at = at.getParent()) {
            x += at.getX();
            y += at.getY();
        }
        return new DrawnPoint(x, y);
    }

    private static DrawnPoint moved(DrawnPoint origin, double x, double y) {
        return new DrawnPoint(origin.x() + x, origin.y() + y);
    }

    private static double textWidth(String text) {
        return SvgText.shortened(text).length() * CHARACTER_WIDTH;
    }
}

package io.jobarrays.server.api.graph;

import io.jobarrays.server.batch.jobxml.graph.GraphEdge;
import io.jobarrays.server.batch.jobxml.graph.GraphNode;
import io.jobarrays.server.batch.jobxml.graph.JobGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the graph of a job in DOT, the language of Graphviz. */
final class GraphDot {
    private final JobGraph graph;
    private final Map<String, GraphNode> byId;
    private final StringBuilder text = new StringBuilder();

    private GraphDot(JobGraph graph) {
        this.graph = graph;
        this.byId =
                graph.nodes().stream()
                        .collect(Collectors.toMap(GraphNode::id, Function.identity()));
    }

    static String of(JobGraph graph) {
        return new GraphDot(graph).write();
    }

    private String write() {
        line(0, "digraph %s {".formatted(quoted(graph.job())));
        line(1, "rankdir=LR; compound=true;");
        line(1, "node [shape=box, style=filled, fillcolor=white, fontname=monospace];");
        line(1, "edge [fontname=monospace];");
        nodes(null, 1);
        graph.edges().forEach(this::edge);
        line(0, "}");
        return text.toString();
    }

    private void nodes(@Nullable String parent, int depth) {
        for (GraphNode node : children(parent)) {
            String label = NodeLabel.lines(node).stream().collect(Collectors.joining("\n"));
            if (node.kind().contains()) {
                line(depth, "subgraph %s {".formatted(quoted("cluster_" + node.id())));
                line(depth + 1, "label=%s;".formatted(quoted(label)));
                nodes(node.id(), depth + 1);
                line(depth, "}");
            } else {
                line(
                        depth,
                        "%s [label=%s%s, fillcolor=%s];"
                                .formatted(
                                        quoted(node.id()),
                                        quoted(label),
                                        shape(node),
                                        quoted(NodeLabel.fill(node))));
            }
        }
    }

    private static String shape(GraphNode node) {
        return switch (node.kind()) {
            case DECISION -> ", shape=diamond";
            case END, FAIL, STOP -> ", shape=ellipse";
            case STAGE, SPLIT, FLOW -> "";
        };
    }

    /** An edge of a cluster is drawn between two nodes and cut off at its border. */
    private void edge(GraphEdge edge) {
        List<String> attributes = new ArrayList<>();
        String label = NodeLabel.of(edge);
        if (!label.isEmpty()) {
            attributes.add("label=" + quoted(label));
        }
        if (!NodeLabel.leads(edge)) {
            attributes.add("style=dashed, constraint=false");
        }
        if (isCluster(edge.from())) {
            attributes.add("ltail=" + quoted("cluster_" + edge.from()));
        }
        if (isCluster(edge.to())) {
            attributes.add("lhead=" + quoted("cluster_" + edge.to()));
        }
        line(
                1,
                "%s -> %s%s;"
                        .formatted(
                                quoted(inside(edge.from(), false)),
                                quoted(inside(edge.to(), true)),
                                attributes.isEmpty()
                                        ? ""
                                        : " [" + String.join(", ", attributes) + "]"));
    }

    private String inside(String id, boolean first) {
        String inner = id;
        while (isCluster(inner)) {
            List<GraphNode> children = children(inner);
            inner = (first ? children.getFirst() : children.getLast()).id();
        }
        return inner;
    }

    private boolean isCluster(String id) {
        return Objects.requireNonNull(byId.get(id)).kind().contains();
    }

    private List<GraphNode> children(@Nullable String parent) {
        return graph.nodes().stream()
                .filter(node -> Objects.equals(node.parent(), parent))
                .toList();
    }

    private void line(int depth, String line) {
        text.repeat("  ", depth).append(line).append('\n');
    }

    /** A backslash begins an escape in labels; a line break within quotation marks is none. */
    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}

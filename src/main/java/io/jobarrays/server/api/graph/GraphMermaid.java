package io.jobarrays.server.api.graph;

import io.jobarrays.server.batch.jobxml.graph.GraphEdge;
import io.jobarrays.server.batch.jobxml.graph.GraphNode;
import io.jobarrays.server.batch.jobxml.graph.JobGraph;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the graph of a job as a flowchart of Mermaid, which Markdown pages show. */
final class GraphMermaid {
    /** Characters that have no meaning in a quoted text of Mermaid. */
    private static final String PLAIN = " _-.:,()[]%*?=/";

    private final JobGraph graph;

    /** Ids of users may be words of Mermaid, such as end. */
    private final Map<String, String> names = new HashMap<>();

    private final StringBuilder text = new StringBuilder();

    private GraphMermaid(JobGraph graph) {
        this.graph = graph;
        graph.nodes().forEach(node -> names.put(node.id(), "n" + names.size()));
    }

    static String of(JobGraph graph) {
        return new GraphMermaid(graph).write();
    }

    private String write() {
        line(0, "flowchart LR");
        nodes(null, 1);
        graph.edges().forEach(this::edge);
        graph.nodes().stream()
                .filter(node -> node.state() != null)
                .forEach(
                        node ->
                                line(
                                        1,
                                        "style %s fill:%s"
                                                .formatted(name(node.id()), NodeLabel.fill(node))));
        return text.toString();
    }

    private void nodes(@Nullable String parent, int depth) {
        for (GraphNode node : graph.nodes()) {
            if (!Objects.equals(node.parent(), parent)) {
                continue;
            }
            String label =
                    NodeLabel.lines(node).stream()
                            .map(GraphMermaid::escaped)
                            .collect(Collectors.joining("<br/>", "\"", "\""));
            String name = name(node.id());
            switch (node.kind()) {
                case STAGE -> line(depth, name + "[" + label + "]");
                case DECISION -> line(depth, name + "{" + label + "}");
                case END, FAIL, STOP -> line(depth, name + "([" + label + "])");
                case SPLIT, FLOW -> {
                    line(depth, "subgraph " + name + "[" + label + "]");
                    nodes(node.id(), depth + 1);
                    line(depth, "end");
                }
            }
        }
    }

    private void edge(GraphEdge edge) {
        String label = NodeLabel.of(edge);
        line(
                1,
                "%s %s%s %s"
                        .formatted(
                                name(edge.from()),
                                NodeLabel.leads(edge) ? "-->" : "-.->",
                                label.isEmpty() ? "" : "|\"" + escaped(label) + "\"|",
                                name(edge.to())));
    }

    private String name(String id) {
        return Objects.requireNonNull(names.get(id));
    }

    private void line(int depth, String line) {
        text.repeat("  ", depth).append(line).append('\n');
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        value.codePoints()
                .forEach(
                        c -> {
                            if (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
                                escaped.appendCodePoint(c);
                            } else {
                                escaped.append('#').append(c).append(';');
                            }
                        });
        return escaped.toString();
    }
}

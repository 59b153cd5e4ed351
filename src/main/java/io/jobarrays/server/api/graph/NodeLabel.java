package io.jobarrays.server.api.graph;

import io.jobarrays.server.batch.jobxml.graph.GraphEdge;
import io.jobarrays.server.batch.jobxml.graph.GraphNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Texts in a drawing of a graph, the same in each form. */
final class NodeLabel {
    /** Colours of stages by their state in an execution. */
    private static final Map<String, String> FILLS =
            Map.of(
                    "STARTED", "#cfe8ff",
                    "COMPLETED", "#d4f2d4",
                    "FAILED", "#ffd6d6",
                    "STOPPED", "#ffe9c7");

    private static final String NEUTRAL = "#ffffff";

    private NodeLabel() {}

    /** One or two lines: {@code training (5)} and {@code running [0-3], failed [4]}. */
    static List<String> lines(GraphNode node) {
        List<String> lines = new ArrayList<>();
        lines.add(first(node));
        if (!node.indexes().isEmpty()) {
            lines.add(
                    node.indexes().entrySet().stream()
                            .map(one -> one.getKey() + " " + one.getValue())
                            .collect(Collectors.joining(", ")));
        }
        return lines;
    }

    static String fill(GraphNode node) {
        return Optional.ofNullable(node.state())
                .map(state -> FILLS.getOrDefault(state, NEUTRAL))
                .orElse(NEUTRAL);
    }

    /** Empty for a plain {@code next}. */
    static String of(GraphEdge edge) {
        return switch (edge.kind()) {
            case NEXT -> "";
            case TRANSITION -> Optional.ofNullable(edge.label()).orElse("");
            case AFTER -> "after " + Optional.ofNullable(edge.label()).orElse("");
            case INPUTS -> "inputs";
            case MACHINES -> "machines";
        };
    }

    /** Whether the edge says which node follows; others say what a stage uses or waits for. */
    static boolean leads(GraphEdge edge) {
        return edge.kind() == GraphEdge.EdgeKind.NEXT
                || edge.kind() == GraphEdge.EdgeKind.TRANSITION;
    }

    private static String first(GraphNode node) {
        return switch (node.kind()) {
            case STAGE -> node.size() == null ? node.id() : node.id() + " (" + node.size() + ")";
            case DECISION -> node.id() + ": " + Optional.ofNullable(node.decider()).orElse("");
            case SPLIT -> "split " + node.id();
            case FLOW -> "flow " + node.id();
            case END, FAIL, STOP -> node.kind().name().toLowerCase(Locale.ROOT);
        };
    }
}

package io.jobarrays.server.batch.jobxml.check;

import io.jobarrays.server.batch.jobxml.model.JobDocument;
import io.jobarrays.server.batch.jobxml.model.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Order of stages: which stage precedes which on some path through the job. */
public final class StageOrder {
    /** Nodes from the job down to the stage, the stage last. */
    private final Map<String, List<Node>> paths = new HashMap<>();

    private final List<Node> top;

    public StageOrder(JobDocument job) {
        this.top = job.nodes();
        top.forEach(node -> place(node, List.of()));
    }

    boolean isBefore(String earlier, String later) {
        List<Node> from = paths.get(earlier);
        List<Node> to = paths.get(later);
        if (from == null || to == null || earlier.equals(later)) {
            return false;
        }
        List<Node> siblings = top;
        for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
            if (!from.get(i).id().equals(to.get(i).id())) {
                return leads(from.get(i), to.get(i), siblings);
            }
            if (from.get(i) instanceof Node.Split) {
                siblings = List.of();
            } else {
                siblings = from.get(i).inner();
            }
        }
        return false;
    }

    /**
     * The stages of the flow in which the first runs, when the other runs in another flow of the
     * same split; else none.
     */
    List<String> flowBeside(String stage, String other) {
        List<Node> from = paths.getOrDefault(stage, List.of());
        List<Node> to = paths.getOrDefault(other, List.of());
        for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
            if (!from.get(i).id().equals(to.get(i).id())) {
                return i > 0 && from.get(i - 1) instanceof Node.Split
                        ? stages(from.get(i)).toList()
                        : List.of();
            }
        }
        return List.of();
    }

    private static Stream<String> stages(Node node) {
        return node instanceof Node.Stage stage
                ? Stream.of(stage.id())
                : node.inner().stream().flatMap(StageOrder::stages);
    }

    /** Flows of one split are not ordered: neither precedes the other. */
    private static boolean leads(Node from, Node to, List<Node> siblings) {
        Map<String, Node> byId =
                siblings.stream()
                        .collect(Collectors.toMap(Node::id, Function.identity(), (a, b) -> a));
        Set<String> seen = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            Optional<Node> reached =
                    GraphCheck.successors(open.removeFirst(), byId)
                            .filter(node -> seen.add(node.id()))
                            .peek(open::add)
                            .filter(node -> node.id().equals(to.id()))
                            .findFirst();
            if (reached.isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void place(Node node, List<Node> above) {
        List<Node> path = new ArrayList<>(above);
        path.add(node);
        paths.putIfAbsent(node.id(), List.copyOf(path));
        node.inner().forEach(inner -> place(inner, path));
    }
}

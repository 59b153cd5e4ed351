package io.jobarrays.server.batch.jobxml.check;

import io.jobarrays.server.batch.jobxml.model.JobDocument;
import io.jobarrays.server.batch.jobxml.model.Node;
import io.jobarrays.server.batch.jobxml.model.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Graph of a job as text, one line per edge. */
public final class GraphText {
    private final Map<String, Integer> counts;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param counts member counts by stage, as far as known
     */
    public GraphText(Map<String, Integer> counts) {
        this.counts = counts;
    }

    public String of(JobDocument job) {
        sequence(job.nodes());
        return String.join("\n", lines);
    }

    private void sequence(List<Node> nodes) {
        Set<String> ids = nodes.stream().map(Node::id).collect(Collectors.toSet());
        for (Node node : nodes) {
            inside(node);
            arrows(node, ids);
        }
        if (nodes.size() == 1 && nodes.getFirst() instanceof Node.Stage only) {
            lines.add(name(only.id()));
        }
    }

    private void inside(Node node) {
        if (node instanceof Node.Split split) {
            for (Node flow : split.nodes()) {
                lines.add(split.id() + " ⇉ " + flow.id());
                sequence(flow.inner());
            }
        } else if (node instanceof Node.Flow flow) {
            lines.add(flow.id() + " ∋ " + name(flow.nodes().getFirst().id()));
            sequence(flow.nodes());
        }
    }

    private void arrows(Node node, Set<String> ids) {
        for (Transition transition : node.transitions()) {
            String on = " —" + transition.on() + "→ ";
            transition
                    .target()
                    .filter(ids::contains)
                    .ifPresentOrElse(
                            to -> lines.add(name(node.id()) + on + name(to)),
                            () -> lines.add(name(node.id()) + on + transition.kind().tag()));
        }
        node.next().ifPresent(next -> lines.add(name(node.id()) + " → " + name(next)));
    }

    private String name(String id) {
        Integer count = counts.get(id);
        return count == null ? id : "%s (%d)".formatted(id, count);
    }
}

package io.jobarrays.server.batch.jobxml.check;

import io.jobarrays.server.batch.jobxml.model.JobDocument;
import io.jobarrays.server.batch.jobxml.model.Node;
import io.jobarrays.server.batch.jobxml.model.Transition;
import io.jobarrays.server.batch.jobxml.xml.Findings;
import io.jobarrays.server.batch.jobxml.xml.Position;
import io.jobarrays.server.batch.jobxml.xml.QuotedText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Checks a job's graph: every target exists, every node is reachable, no cycle. */
public final class GraphCheck {
    private final Findings findings;
    private final Set<String> jobLevel;

    private GraphCheck(JobDocument job, Findings findings) {
        this.findings = findings;
        this.jobLevel = new HashSet<>(job.nodes().stream().map(Node::id).toList());
    }

    public static void check(JobDocument job, Findings findings) {
        new GraphCheck(job, findings).sequence(job.nodes(), "the job");
    }

    private void sequence(List<Node> nodes, String where) {
        if (nodes.isEmpty()) {
            return;
        }
        if (nodes.getFirst() instanceof Node.Decision decision) {
            findings.add(
                    decision.at(),
                    "decision %s is the first node of %s; it needs a stage before it"
                            .formatted(QuotedText.of(decision.id()), where));
        }
        Map<String, Node> byId = new LinkedHashMap<>();
        nodes.forEach(node -> byId.putIfAbsent(node.id(), node));
        nodes.forEach(node -> checkTargets(node, byId, where));
        checkReachability(nodes.getFirst(), byId, where);
        new CycleCheck(byId, findings).check();
        for (Node node : nodes) {
            inside(node);
        }
    }

    private void inside(Node node) {
        switch (node) {
            case Node.Flow flow -> sequence(flow.nodes(), "the flow \"" + flow.id() + "\"");
            case Node.Split split -> split.nodes().forEach(this::inside);
            case Node.Stage stage -> {}
            case Node.Decision decision -> {}
        }
    }

    private void checkTargets(Node node, Map<String, Node> byId, String where) {
        node.next()
                .filter(next -> !byId.containsKey(next))
                .ifPresent(next -> nowhere(node.at(), "next", next, where, byId.keySet()));
        for (Transition transition : node.transitions()) {
            boolean restart = transition.kind() == Transition.Kind.STOP;
            Set<String> known = restart ? jobLevel : byId.keySet();
            transition
                    .target()
                    .filter(target -> !known.contains(target))
                    .ifPresent(
                            target ->
                                    nowhere(
                                            transition.at(),
                                            transition.kind().targetAttribute(),
                                            target,
                                            restart ? "the job" : where,
                                            known));
        }
    }

    private void nowhere(
            Position at, String attribute, String target, String where, Set<String> known) {
        findings.add(
                at,
                "%s=%s leads nowhere; in %s there is %s"
                        .formatted(
                                attribute,
                                QuotedText.of(target),
                                where,
                                String.join(", ", known.stream().sorted().limit(20).toList())));
    }

    private void checkReachability(Node first, Map<String, Node> byId, String where) {
        Set<String> seen = new HashSet<>(Set.of(first.id()));
        Deque<Node> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            successors(open.removeFirst(), byId)
                    .filter(node -> seen.add(node.id()))
                    .forEach(open::add);
        }
        for (Node node : byId.values()) {
            if (!seen.contains(node.id())) {
                findings.add(
                        node.at(),
                        "%s is never reached; let a next or a transition of %s lead to it"
                                .formatted(QuotedText.of(node.id()), where));
            }
        }
    }

    /** Nodes that may follow; the target of a {@code stop} follows at the next restart only. */
    static Stream<Node> successors(Node node, Map<String, Node> byId) {
        return Stream.concat(
                        node.next().stream(),
                        node.transitions().stream()
                                .filter(one -> one.kind() == Transition.Kind.NEXT)
                                .flatMap(one -> one.target().stream()))
                .flatMap(id -> Stream.ofNullable(byId.get(id)))
                .distinct();
    }
}

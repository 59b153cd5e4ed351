package io.jobarrays.server.batch.jobxml.check;

import io.jobarrays.server.batch.jobxml.model.Node;
import io.jobarrays.server.batch.jobxml.xml.Findings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds cycles in a job's graph, without recursion: a chain may have a thousand stages. */
final class CycleCheck {
    private final Map<String, Node> byId;
    private final Findings findings;
    private final Set<String> done = new HashSet<>();

    CycleCheck(Map<String, Node> byId, Findings findings) {
        this.byId = byId;
        this.findings = findings;
    }

    void check() {
        byId.values().forEach(this::from);
    }

    private void from(Node start) {
        if (done.contains(start.id())) {
            return;
        }
        Deque<Path> roads = new ArrayDeque<>();
        Set<String> under = new HashSet<>();
        enter(start, roads, under);
        while (!roads.isEmpty()) {
            Path road = roads.getLast();
            if (!road.onward().hasNext()) {
                under.remove(road.node().id());
                done.add(road.node().id());
                roads.removeLast();
                continue;
            }
            Node next = road.onward().next();
            if (under.contains(next.id())) {
                report(roads, next);
            } else if (!done.contains(next.id())) {
                enter(next, roads, under);
            }
        }
    }

    private void enter(Node node, Deque<Path> roads, Set<String> under) {
        under.add(node.id());
        roads.addLast(new Path(node, GraphCheck.successors(node, byId).iterator()));
    }

    private void report(Deque<Path> roads, Node back) {
        List<String> circle = new ArrayList<>();
        roads.stream().map(road -> road.node().id()).forEach(circle::add);
        List<String> from = circle.subList(circle.indexOf(back.id()), circle.size());
        findings.add(
                roads.getLast().node().at(),
                "the road leads back: %s → %s; a job runs each stage once"
                        .formatted(String.join(" → ", from), back.id()));
    }

    private record Path(Node node, Iterator<Node> onward) {}
}

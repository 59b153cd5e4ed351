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
        Deque<Path> paths = new ArrayDeque<>();
        Set<String> onPath = new HashSet<>();
        enter(start, paths, onPath);
        while (!paths.isEmpty()) {
            Path path = paths.getLast();
            if (!path.successors().hasNext()) {
                onPath.remove(path.node().id());
                done.add(path.node().id());
                paths.removeLast();
                continue;
            }
            Node next = path.successors().next();
            if (onPath.contains(next.id())) {
                report(paths, next);
            } else if (!done.contains(next.id())) {
                enter(next, paths, onPath);
            }
        }
    }

    private void enter(Node node, Deque<Path> paths, Set<String> onPath) {
        onPath.add(node.id());
        paths.addLast(new Path(node, GraphCheck.successors(node, byId).iterator()));
    }

    private void report(Deque<Path> paths, Node repeated) {
        List<String> ids = new ArrayList<>();
        paths.stream().map(path -> path.node().id()).forEach(ids::add);
        List<String> cycle = ids.subList(ids.indexOf(repeated.id()), ids.size());
        findings.add(
                paths.getLast().node().at(),
                "the job has a cycle: %s → %s; a job runs each stage once"
                        .formatted(String.join(" → ", cycle), repeated.id()));
    }

    private record Path(Node node, Iterator<Node> successors) {}
}

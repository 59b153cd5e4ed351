package io.jobarrays.server.batch.jobxml.check;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.edges.Edge;
import io.jobarrays.server.batch.jobxml.model.JobDocument;
import io.jobarrays.server.batch.jobxml.model.Node;
import io.jobarrays.server.batch.jobxml.model.Property;
import io.jobarrays.server.batch.jobxml.model.StagePlan;
import io.jobarrays.server.batch.jobxml.xml.Findings;
import io.jobarrays.server.batch.jobxml.xml.Position;
import io.jobarrays.server.batch.jobxml.xml.QuotedText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks what stages wait for with {@code after}, once the counts of all stages are known. */
public final class EdgeCheck {
    /** One element of {@code after}, as an arrow between stages. */
    private record Arrow(String from, String to) {}

    private final JobDocument job;
    private final StageOrder order;
    private final Findings findings;
    private final Map<String, StagePlan> plans;

    public EdgeCheck(JobDocument job, StageOrder order, List<StagePlan> stages, Findings findings) {
        this.job = job;
        this.order = order;
        this.findings = findings;
        this.plans =
                stages.stream().collect(Collectors.toMap(StagePlan::id, one -> one, (a, b) -> a));
    }

    public void check() {
        List<Arrow> arrows = new ArrayList<>();
        for (Node.Stage stage : job.stages()) {
            StagePlan plan = plans.get(stage.id());
            if (plan != null) {
                for (Edge edge : plan.edges()) {
                    if (isPossible(edge, plan, at(stage))) {
                        arrows.add(new Arrow(edge.stage(), stage.id()));
                    }
                }
            }
        }
        for (Arrow arrow : arrows) {
            if (leadsBack(arrow, arrows)) {
                findings.add(
                        at(stage(arrow.to())),
                        "after: %s and %s wait for each other; take one edge out"
                                .formatted(QuotedText.of(arrow.from()), QuotedText.of(arrow.to())));
                return;
            }
        }
    }

    private boolean isPossible(Edge edge, StagePlan waiting, Position at) {
        StagePlan source = plans.get(edge.stage());
        if (job.stages().stream().noneMatch(stage -> stage.id().equals(edge.stage()))) {
            findings.add(
                    at, "after: %s is no stage of this job".formatted(QuotedText.of(edge.stage())));
            return false;
        }
        if (edge.stage().equals(waiting.id()) || order.isBefore(waiting.id(), edge.stage())) {
            findings.add(
                    at,
                    "after: %s does not come before %s; name an earlier stage, or one of another flow"
                            .formatted(QuotedText.of(edge.stage()), QuotedText.of(waiting.id())));
            return false;
        }
        if (!order.isBefore(edge.stage(), waiting.id())
                && order.flowBeside(edge.stage(), waiting.id()).isEmpty()) {
            findings.add(
                    at,
                    "after: %s and %s never run in one execution; name an earlier stage, or one of another flow"
                            .formatted(QuotedText.of(edge.stage()), QuotedText.of(waiting.id())));
            return false;
        }
        return source == null || hasIndexes(edge, source, waiting, at);
    }

    private boolean hasIndexes(Edge edge, StagePlan source, StagePlan waiting, Position at) {
        IndexSet needed = needed(edge, source, waiting);
        IndexSet lacking =
                IndexSet.of(
                        needed.stream()
                                .filter(index -> !source.indexes().contains(index))
                                .boxed()
                                .toList());
        if (lacking.isEmpty()) {
            return true;
        }
        boolean byNumber =
                edge instanceof Edge.AtLeast
                        || source.indexes().equals(IndexSet.firstOf(source.memberCount()));
        findings.add(
                at,
                byNumber
                        ? "after: %s needs %d indexes, and %s has %d"
                                .formatted(
                                        edge,
                                        needed.stream().max().orElse(0) + 1,
                                        QuotedText.of(source.id()),
                                        source.memberCount())
                        : "after: %s needs %s of %s, which launches only %s"
                                .formatted(
                                        edge,
                                        lacking,
                                        QuotedText.of(source.id()),
                                        source.indexes()));
        return false;
    }

    /** Indexes of the source that the edge names; for a number, the highest that it can be. */
    private static IndexSet needed(Edge edge, StagePlan source, StagePlan waiting) {
        return switch (edge) {
            case Edge.Succeeded all -> IndexSet.firstOf(0);
            case Edge.Ended all -> IndexSet.firstOf(0);
            case Edge.AtLeast some ->
                    some.percent() || some.number() <= source.memberCount()
                            ? IndexSet.firstOf(0)
                            : IndexSet.firstOf(some.number());
            case Edge.EachIndex each ->
                    IndexSet.of(waiting.indexes().stream().map(each::source).boxed().toList());
            case Edge.Indexes these -> these.indexes();
        };
    }

    /** Following arrows, and the order of the job between them, leads from its end to its start. */
    private boolean leadsBack(Arrow first, List<Arrow> arrows) {
        Set<Arrow> seen = new HashSet<>();
        List<String> open = new ArrayList<>(List.of(first.to()));
        while (!open.isEmpty()) {
            String stage = open.removeLast();
            if (stage.equals(first.from()) || order.isBefore(stage, first.from())) {
                return true;
            }
            for (Arrow next : arrows) {
                boolean follows = next.from().equals(stage) || order.isBefore(stage, next.from());
                if (follows && seen.add(next)) {
                    open.add(next.to());
                }
            }
        }
        return false;
    }

    private Node.Stage stage(String id) {
        return job.stages().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    }

    private static Position at(Node.Stage stage) {
        return stage.properties().stream()
                .filter(property -> property.name().equals("after"))
                .map(Property::at)
                .findFirst()
                .orElse(stage.at());
    }
}

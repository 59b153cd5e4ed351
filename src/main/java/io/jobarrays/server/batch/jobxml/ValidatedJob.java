package io.jobarrays.server.batch.jobxml;

import io.jobarrays.server.batch.jobxml.check.GraphText;
import io.jobarrays.server.batch.jobxml.graph.JobGraph;
import io.jobarrays.server.batch.jobxml.graph.JobGraphBuilder;
import io.jobarrays.server.batch.jobxml.graph.StageLinks;
import io.jobarrays.server.batch.jobxml.model.Expansion;
import io.jobarrays.server.batch.jobxml.model.JobDocument;
import io.jobarrays.server.batch.jobxml.model.JobPlan;
import io.jobarrays.server.batch.jobxml.model.Node;
import io.jobarrays.server.batch.jobxml.model.StagePlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Job that passed validation, with its plan, expanded form and graph. */
public final class ValidatedJob {
    private final JobDocument document;
    private final JobPlan plan;

    ValidatedJob(JobDocument document, JobPlan plan) {
        this.document = document;
        this.plan = plan;
    }

    public String id() {
        return document.id();
    }

    /** Value of the job's {@code restartable} attribute. */
    public boolean restartable() {
        return document.restartable();
    }

    /** Plan of one execution; complete only if the submission was known. */
    public JobPlan plan() {
        return plan;
    }

    /** Stage ids in the order of the document. */
    public List<String> stages() {
        return document.stages().stream().map(Node.Stage::id).toList();
    }

    /** Standard job XML with every stage as its five steps and all properties. */
    public String expandedXml() {
        return Expansion.readableXml(document);
    }

    /**
     * The same steps with ids only, for the batch engine.
     *
     * @param id name of this version in the engine
     */
    public String engineXml(String id) {
        return Expansion.engineXml(document, id);
    }

    /** One line per edge: {@code preprocess (10) → training (5)}. */
    public String graph() {
        Map<String, Integer> counts =
                plan.stages().stream()
                        .collect(Collectors.toMap(StagePlan::id, StagePlan::memberCount));
        return Stream.concat(
                        Stream.of(new GraphText(counts).of(document)),
                        plan.stages().stream().flatMap(stage -> edges(stage, counts)))
                .collect(Collectors.joining("\n"));
    }

    /** Nodes and edges, with what is known of the stages. */
    public JobGraph jobGraph() {
        Map<String, StageLinks> links = new HashMap<>();
        document.stages().forEach(stage -> links.put(stage.id(), StageLinks.written(stage)));
        plan.stages().forEach(stage -> links.put(stage.id(), StageLinks.of(stage)));
        return jobGraph(links);
    }

    /**
     * @param links by stage
     */
    public JobGraph jobGraph(Map<String, StageLinks> links) {
        return JobGraphBuilder.of(document, links);
    }

    private static Stream<String> edges(StagePlan stage, Map<String, Integer> counts) {
        return stage.edges().stream()
                .map(
                        edge ->
                                "%s (%d) → %s (%d): after %s"
                                        .formatted(
                                                edge.stage(),
                                                counts.getOrDefault(edge.stage(), 0),
                                                stage.id(),
                                                stage.memberCount(),
                                                edge));
    }
}

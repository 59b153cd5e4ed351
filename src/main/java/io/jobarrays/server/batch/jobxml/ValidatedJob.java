package io.jobarrays.server.batch.jobxml;

import io.jobarrays.server.batch.jobxml.check.GraphText;
import io.jobarrays.server.batch.jobxml.model.Expansion;
import io.jobarrays.server.batch.jobxml.model.JobDocument;
import io.jobarrays.server.batch.jobxml.model.JobPlan;
import io.jobarrays.server.batch.jobxml.model.Node;
import io.jobarrays.server.batch.jobxml.model.StagePlan;
import java.util.List;
import java.util.stream.Collectors;

/** A job that passed the gate, and what can be made of it. */
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

    /** Whether its author lets a person restart it. */
    public boolean restartable() {
        return document.restartable();
    }

    /** Complete only if the submission was known. */
    public JobPlan plan() {
        return plan;
    }

    /** The ids of its stages in the order of the document. */
    public List<String> stages() {
        return document.stages().stream().map(Node.Stage::id).toList();
    }

    /** Standard job XML with every stage as its five steps and all properties. */
    public String expanded() {
        return Expansion.readable(document);
    }

    /**
     * The same steps with ids only, for the batch engine.
     *
     * @param id the engine's name of this version
     */
    public String running(String id) {
        return Expansion.running(document, id);
    }

    /** One line a road: {@code preprocess (10) → training (5)}. */
    public String graph() {
        return new GraphText(
                        plan.stages().stream()
                                .collect(Collectors.toMap(StagePlan::id, StagePlan::count)))
                .of(document);
    }
}

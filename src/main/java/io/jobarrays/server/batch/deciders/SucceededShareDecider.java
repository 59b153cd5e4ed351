package io.jobarrays.server.batch.deciders;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.Decider;
import jakarta.batch.runtime.StepExecution;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Returns {@code ENOUGH} or {@code TOO_FEW} by the share of indexes that succeeded. */
@Dependent
@Named("succeeded-share")
class SucceededShareDecider implements Decider {
    @Inject @BatchProperty String execution;
    @Inject @BatchProperty String decision;
    @Inject JobContext job;

    private final DeciderInput input;

    SucceededShareDecider(DeciderInput input) {
        this.input = input;
    }

    @Override
    public String decide(StepExecution[] lastOfFlow) {
        long id = Long.parseLong(execution);
        String atLeast = input.property(id, decision, "at-least");
        int percent = Integer.parseInt(atLeast.replace("%", ""));
        boolean enough =
                input.before(job, decision).stream()
                        .allMatch(step -> input.share(id, step.getStepName()).isAtLeast(percent));
        return enough ? "ENOUGH" : "TOO_FEW";
    }
}

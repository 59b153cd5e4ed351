package io.jobarrays.server.batch.deciders;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.Decider;
import jakarta.batch.runtime.StepExecution;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Returns the exit status of the previous stage; after a split, of a failed stage if any. */
@Dependent
@Named("exit-status")
class ExitStatusDecider implements Decider {
    private static final String ALL_OK = "ALL_OK";

    @Inject @BatchProperty String decision;
    @Inject JobContext job;

    private final DeciderInput input;

    ExitStatusDecider(DeciderInput input) {
        this.input = input;
    }

    @Override
    public String decide(StepExecution[] lastOfFlow) {
        return input.before(job, decision).stream()
                .map(StepExecution::getExitStatus)
                .filter(status -> !ALL_OK.equals(status))
                .findFirst()
                .orElse(ALL_OK);
    }
}

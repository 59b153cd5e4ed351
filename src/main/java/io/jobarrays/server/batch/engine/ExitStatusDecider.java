package io.jobarrays.server.batch.engine;

import jakarta.batch.api.Decider;
import jakarta.batch.runtime.StepExecution;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.util.Arrays;

/** Answers the exit status of the stage before; after a split, one that is not good if any is. */
@Dependent
@Named("exit-status")
class ExitStatusDecider implements Decider {
    private static final String ALL_OK = "ALL_OK";

    @Override
    public String decide(StepExecution[] before) {
        return Arrays.stream(before)
                .map(StepExecution::getExitStatus)
                .filter(status -> !ALL_OK.equals(status))
                .findFirst()
                .orElse(ALL_OK);
    }
}

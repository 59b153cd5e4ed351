package io.jobarrays.server.batch.deciders;

import jakarta.batch.api.Decider;
import jakarta.batch.runtime.StepExecution;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.util.Arrays;

/** Returns the exit status of the previous stage; after a split, of a failed stage if any. */
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

package io.jobarrays.server.batch.engine;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.Decider;
import jakarta.batch.runtime.StepExecution;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;

/** Answers {@code ENOUGH} or {@code TOO_FEW}: how many indexes of the stage before succeeded. */
@Dependent
@Named("succeeded-share")
class SucceededShareDecider implements Decider {
    @Inject @BatchProperty String execution;
    @Inject @BatchProperty String decision;

    private final DeciderInput decisions;

    SucceededShareDecider(DeciderInput decisions) {
        this.decisions = decisions;
    }

    @Override
    public String decide(StepExecution[] before) {
        String atLeast = decisions.property(Long.parseLong(execution), decision, "at-least");
        int percent = Integer.parseInt(atLeast.replace("%", ""));
        boolean enough =
                Arrays.stream(before)
                        .allMatch(step -> StageShare.of(step.getExitStatus()).isAtLeast(percent));
        return enough ? "ENOUGH" : "TOO_FEW";
    }
}

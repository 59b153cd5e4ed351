package io.jobarrays.server.batch.engine;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.Decider;
import jakarta.batch.runtime.StepExecution;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Answers the value of one parameter; the empty text if it was not given. */
@Dependent
@Named("parameter")
class ParameterDecider implements Decider {
    @Inject @BatchProperty String execution;
    @Inject @BatchProperty String decision;

    private final DeciderInput decisions;

    ParameterDecider(DeciderInput decisions) {
        this.decisions = decisions;
    }

    @Override
    public String decide(StepExecution[] before) {
        long id = Long.parseLong(execution);
        return decisions.parameter(id, decisions.property(id, decision, "name"));
    }
}

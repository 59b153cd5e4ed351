package io.jobarrays.server.batch.deciders;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.Decider;
import jakarta.batch.runtime.StepExecution;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Returns the value of one parameter; empty text if it was not given. */
@Dependent
@Named("parameter")
class ParameterDecider implements Decider {
    @Inject @BatchProperty String execution;
    @Inject @BatchProperty String decision;

    private final DeciderInput input;

    ParameterDecider(DeciderInput input) {
        this.input = input;
    }

    @Override
    public String decide(StepExecution[] before) {
        long id = Long.parseLong(execution);
        return input.parameter(id, input.property(id, decision, "name"));
    }
}

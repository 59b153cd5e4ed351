package io.jobarrays.server.batch.engine;

import io.jobarrays.server.arrays.reconcile.ArrayPhases;
import io.jobarrays.server.problems.OutageRetry;
import io.jobarrays.server.problems.StorageFailure;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.partition.AbstractPartitionReducer;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import org.jberet.runtime.context.AbstractContext;
import org.jberet.runtime.context.FlowContextImpl;
import org.jberet.runtime.context.StepContextImpl;

/** Records the stage's exit status when all indexes have passed the release step. */
@Dependent
@Named("array-outcome")
class StageReducer extends AbstractPartitionReducer {
    @Inject @BatchProperty String execution;
    @Inject @BatchProperty String stage;
    @Inject @BatchProperty String phase;

    private final StepContext step;
    private final ArrayPhases phases;
    private final StageArrays arrays;
    private final ReleasedExecutions released;
    private final ExecutionSpans spans;
    private final Clock clock;
    private Instant begun = Instant.EPOCH;

    StageReducer(
            StepContext step,
            ArrayPhases phases,
            StageArrays arrays,
            ReleasedExecutions released,
            ExecutionSpans spans,
            Clock clock) {
        this.step = step;
        this.phases = phases;
        this.arrays = arrays;
        this.released = released;
        this.spans = spans;
        this.clock = clock;
    }

    @Override
    public void beginPartitionedStep() {
        begun = clock.instant();
    }

    /** After a rollback the outcome is unknown: the step was stopped or failed. */
    @Override
    public void afterPartitionedStepCompletion(PartitionStatus status) {
        long id = Long.parseLong(execution);
        if (status != PartitionStatus.COMMIT || released.contains(id)) {
            return;
        }
        switch (StepProperties.phase(phase)) {
            case BARRIER -> OutageRetry.run(stage, () -> recordBarrier(id));
            case RELEASE -> setExitStatus(OutageRetry.call(stage, () -> recordOutcome(id)));
            case LAUNCH, PUBLISH_PEERS, RUN -> {}
        }
    }

    /** Of the step, and of the flows around it, which have none of their own in JBeret. */
    private void setExitStatus(String outcome) {
        step.setExitStatus(outcome);
        AbstractContext[] around = ((StepContextImpl) step).getOuterContexts();
        for (int i = around.length - 1; i >= 0 && around[i] instanceof FlowContextImpl flow; i--) {
            flow.setExitStatus(outcome);
        }
    }

    private void recordBarrier(long id) {
        arrays.find(id, stage).ifPresent(array -> spans.barrierEnded(id, array, begun));
    }

    private String recordOutcome(long id) {
        try {
            String outcome =
                    arrays.find(id, stage).map(phases::outcome).orElse(StageArrays.NOT_VIABLE);
            arrays.recordExitStatus(id, stage, outcome);
            return outcome;
        } catch (RuntimeException e) {
            if (StorageFailure.of(e).isEmpty()) {
                // The engine ends the step as failed and keeps no trace of the reason.
                arrays.reportFailure(id, stage, FailedRuns.sentence(e));
            }
            throw e;
        }
    }
}

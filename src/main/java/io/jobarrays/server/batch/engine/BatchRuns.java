package io.jobarrays.server.batch.engine;

import io.jobarrays.server.arrays.ExecutionArrays;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.reconcile.ArrayPhases;
import io.jobarrays.server.batch.rows.BatchMeters;
import io.jobarrays.server.batch.rows.DefinitionRows;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.rows.LeaseRows;
import io.jobarrays.server.batch.rows.Stage;
import io.jobarrays.server.batch.rows.StageRows;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.quarkiverse.jberet.runtime.QuarkusJobOperator;
import jakarta.batch.runtime.BatchStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import javax.sql.DataSource;
import org.jberet.job.model.Job;
import org.jberet.runtime.JobExecutionImpl;
import org.jberet.runtime.StepExecutionImpl;

/** Batch jobs of the executions that this process runs: starts, releases and ends them. */
@ApplicationScoped
public class BatchRuns {
    private final BatchEngine engine;
    private final ExecutionRows rows;
    private final StageRows stages;
    private final LeaseRows leases;
    private final ReleasedExecutions released;
    private final JobArrays arrays;
    private final ExecutionArrays ofExecutions;
    private final ArrayPhases phases;
    private final ExecutionFinisher finisher;
    private final FailedRuns failures;
    private final ExecutionEnds ends;

    BatchRuns(
            QuarkusJobOperator quarkus,
            DataSource database,
            DefinitionRows definitions,
            ExecutionRows rows,
            StageRows stages,
            LeaseRows leases,
            ReleasedExecutions released,
            JobArrays arrays,
            ExecutionArrays ofExecutions,
            ArrayPhases phases,
            ExecutionFinisher finisher,
            FailedRuns failures,
            ExecutionEnds ends,
            BatchMeters meters) {
        this.engine =
                new BatchEngine(
                        quarkus.getBatchEnvironment(),
                        database,
                        definitions,
                        meters,
                        new JobProgress());
        this.rows = rows;
        this.stages = stages;
        this.leases = leases;
        this.released = released;
        this.arrays = arrays;
        this.ofExecutions = ofExecutions;
        this.phases = phases;
        this.finisher = finisher;
        this.failures = failures;
        this.ends = ends;
    }

    /**
     * Takes the execution's lease and starts its batch job; a failure gives the lease back, so that
     * the recovery tries again.
     *
     * @return false when a process has the lease
     */
    public boolean take(long execution) {
        return take(execution, () -> {});
    }

    /** {@link #take} of an execution that no process runs any more. */
    public boolean recover(long execution) {
        return take(execution, () -> Failpoints.reach(Failpoint.RECOVERY_AFTER_LEASE));
    }

    private boolean take(long execution, Runnable afterLease) {
        if (!leases.take(execution)) {
            return false;
        }
        try {
            afterLease.run();
            start(execution);
        } catch (Throwable failure) {
            // Also an Error: the lease would be renewed although no thread runs the job.
            failures.giveBack(execution, failure);
            ends.signal(execution);
        }
        return true;
    }

    private void start(long execution) {
        Execution row = rows.find(execution);
        if (row.stopping) {
            finisher.finishStopped(execution);
            ends.signal(execution);
            return;
        }
        if (row.renewing) {
            stages.clearFailures(execution);
            stages.ofExecution(execution).forEach(this::correct);
            ofExecutions.idsOf(execution).forEach(arrays::restart);
        }
        Long before = row.batchId;
        Optional<BatchStatus> status = before == null ? Optional.empty() : engine.status(before);
        // The engine does not restart a completed job; a new job skips what is done.
        if (before == null || status.isEmpty() || status.get() == BatchStatus.COMPLETED) {
            engine.start(row.jobName(), execution);
        } else {
            engine.restart(before, execution);
        }
    }

    private void correct(Stage stage) {
        if (stage.arrayId != null) {
            arrays.correct(stage.arrayId, stage.flags);
        }
    }

    /** Ends the execution's batch job here, with no effect on instances or work. */
    public void release(long execution) {
        released.add(execution);
        Long batchId = rows.find(execution).batchId;
        if (batchId != null) {
            engine.stop(batchId);
        }
    }

    /** Also ends partitions that began to wait after {@link #release}. */
    public void releaseWaiters(long execution) {
        ofExecutions.idsOf(execution).forEach(phases::releaseWaiters);
    }

    public void close() {
        engine.close();
    }

    private final class JobProgress implements EngineJob.Progress {
        @Override
        public void created(long execution, long batchId) {
            Failpoints.reach(Failpoint.EXECUTION_START_BEFORE_RECORD);
            rows.recordStart(execution, batchId);
        }

        @Override
        public void ended(long execution, JobExecutionImpl job, Job xml) {
            if (leases.holds(execution)) {
                recordEnd(execution, job, xml);
            }
            leave(execution);
        }

        @Override
        public void failed(long execution, Throwable failure) {
            if (leases.holds(execution)) {
                failures.giveBack(execution, failure);
            }
            leave(execution);
        }

        private void leave(long execution) {
            // In this order: steps of a job that the signal lets start must not find it released.
            released.remove(execution);
            ends.signal(execution);
        }
    }

    private void recordEnd(long execution, JobExecutionImpl job, Job xml) {
        Optional<Throwable> failure = failureOfEngine(job);
        if (rows.find(execution).stopping) {
            finisher.finishStopped(execution);
        } else if (released.contains(execution)) {
            leases.release(execution, 0);
        } else if (failure.isPresent()) {
            failures.giveBack(execution, failure.get());
        } else {
            finish(execution, job, xml);
        }
    }

    private void finish(long execution, JobExecutionImpl job, Job xml) {
        ExecutionState state = state(job);
        finisher.finish(execution, state, ExecutionResult.of(xml, "" + state, job.getExitStatus()));
    }

    /** Failed work does not fail a step; a bug or an outage does. */
    private static Optional<Throwable> failureOfEngine(JobExecutionImpl job) {
        return job.getBatchStatus() != BatchStatus.FAILED
                ? Optional.empty()
                : job.getStepExecutions().stream()
                        .filter(step -> step.getBatchStatus() == BatchStatus.FAILED)
                        .map(step -> exception((StepExecutionImpl) step))
                        .findFirst();
    }

    private static Throwable exception(StepExecutionImpl step) {
        Exception exception = step.getException();
        return exception != null
                ? exception
                : new IllegalStateException("step " + step.getStepName() + " failed");
    }

    private static ExecutionState state(JobExecutionImpl job) {
        return switch (job.getBatchStatus()) {
            case COMPLETED -> ExecutionState.COMPLETED;
            case STOPPED, STOPPING -> ExecutionState.STOPPED;
            case FAILED, ABANDONED, STARTING, STARTED -> ExecutionState.FAILED;
        };
    }
}

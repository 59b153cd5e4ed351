package io.jobarrays.server.batch.engine;

import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.reconcile.ArrayPhases;
import io.jobarrays.server.batch.rows.DefinitionRows;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.rows.LeaseRows;
import io.jobarrays.server.batch.rows.StageRows;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.quarkiverse.jberet.runtime.QuarkusJobOperator;
import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.runtime.BatchStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import javax.sql.DataSource;
import org.jberet.runtime.JobExecutionImpl;
import org.jboss.logging.Logger;

/** Batch jobs of the executions that this process runs: starts, releases and ends them. */
@ApplicationScoped
public class BatchRuns {
    private static final Logger LOG = Logger.getLogger(BatchRuns.class);

    /** A batch job that failed this often has a persistent cause. */
    private static final int MAX_ENGINE_FAILURES = 5;

    private static final int RETRY_DELAY_SECONDS = 5;

    private final BatchEngine engine;
    private final ExecutionRows rows;
    private final StageRows stages;
    private final LeaseRows leases;
    private final ReleasedExecutions released;
    private final JobArrays arrays;
    private final ArrayPhases phases;
    private final ExecutionFinisher finisher;
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
            ArrayPhases phases,
            ExecutionFinisher finisher,
            ExecutionEnds ends) {
        this.engine =
                new BatchEngine(quarkus.getBatchEnvironment(), database, definitions, this::ended);
        this.rows = rows;
        this.stages = stages;
        this.leases = leases;
        this.released = released;
        this.arrays = arrays;
        this.phases = phases;
        this.finisher = finisher;
        this.ends = ends;
    }

    /** Starts or restarts the execution's batch job; this process must hold its lease. */
    public void start(long execution) {
        Execution row = rows.find(execution);
        if (row.stopping) {
            finisher.finishStopped(execution);
            ends.signal(execution);
            return;
        }
        if (row.renewing) {
            stages.clearFailures(execution);
            arrays.idsOf(execution).forEach(arrays::restart);
        }
        try {
            long batchId = startOrRestart(row, execution);
            Failpoints.reach(Failpoint.EXECUTION_START_BEFORE_RECORD);
            rows.recordStart(execution, batchId);
        } catch (BatchRuntimeException e) {
            LOG.errorf(e, "execution %d could not be started", execution);
            finisher.finish(execution, ExecutionState.FAILED, "NOT_STARTED");
            ends.signal(execution);
        }
    }

    private long startOrRestart(Execution row, long execution) {
        Long before = row.batchId;
        if (before == null) {
            return engine.start(row.jobName(), execution);
        }
        Optional<BatchStatus> status = engine.status(before);
        // The engine does not restart a completed job; a new job skips what is done.
        return status.isEmpty() || status.get() == BatchStatus.COMPLETED
                ? engine.start(row.jobName(), execution)
                : engine.restart(before);
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
        arrays.idsOf(execution).forEach(phases::releaseWaiters);
    }

    public void close() {
        engine.close();
    }

    /** Called on the job's thread when its last row is written. */
    private void ended(JobExecutionImpl job) {
        long execution = BatchEngine.execution(job);
        try {
            if (leases.holds(execution)) {
                recordEnd(execution, job);
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "execution %d ended; it is restarted to record that", execution);
            leases.forget(execution);
        } finally {
            // In this order: steps of a job that the signal lets start must not find it released.
            released.remove(execution);
            ends.signal(execution);
        }
    }

    private void recordEnd(long execution, JobExecutionImpl job) {
        Execution row = rows.find(execution);
        if (row.stopping) {
            finisher.finishStopped(execution);
        } else if (released.contains(execution)) {
            leases.release(execution, 0);
        } else if (failedInEngine(job) && row.stumbles < MAX_ENGINE_FAILURES) {
            LOG.warnf("execution %d failed in the batch engine; it is restarted", execution);
            rows.recordStumble(execution);
            leases.release(execution, RETRY_DELAY_SECONDS);
        } else {
            finisher.finish(execution, state(job), job.getExitStatus());
        }
    }

    /** Failed work does not fail a step; a bug or an outage does. */
    private static boolean failedInEngine(JobExecutionImpl job) {
        return job.getBatchStatus() == BatchStatus.FAILED
                && job.getStepExecutions().stream()
                        .anyMatch(step -> step.getBatchStatus() == BatchStatus.FAILED);
    }

    private static ExecutionState state(JobExecutionImpl job) {
        return switch (job.getBatchStatus()) {
            case COMPLETED -> ExecutionState.COMPLETED;
            case STOPPED, STOPPING -> ExecutionState.STOPPED;
            case FAILED, ABANDONED, STARTING, STARTED -> ExecutionState.FAILED;
        };
    }
}

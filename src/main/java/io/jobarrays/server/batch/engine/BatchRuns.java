package io.jobarrays.server.batch.engine;

import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.reconcile.ArrayPhases;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.rows.LeaseRows;
import io.quarkiverse.jberet.runtime.QuarkusJobOperator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.runtime.BatchStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jberet.runtime.JobExecutionImpl;
import org.jboss.logging.Logger;

/** The executions this process walks: begun, let go of, ended. */
@ApplicationScoped
public class BatchRuns {
    private static final Logger LOG = Logger.getLogger(BatchRuns.class);

    /** A walk that broke off this often does so for a reason that will not pass. */
    private static final int MAX_STUMBLES = 5;

    private static final int RETRY_DELAY_SECONDS = 5;

    private final BatchEngine engine;
    private final LeaseRows leases;
    private final ReleasedExecutions released;
    private final JobArrays arrays;
    private final ArrayPhases phases;
    private final StageArrays stages;
    private final ExecutionFinisher finisher;

    BatchRuns(
            QuarkusJobOperator quarkus,
            DataSource database,
            LeaseRows leases,
            ReleasedExecutions leaving,
            JobArrays arrays,
            ArrayPhases phases,
            StageArrays stages,
            ExecutionFinisher endgame) {
        this.engine = new BatchEngine(quarkus.getBatchEnvironment(), database, this::ended);
        this.leases = leases;
        this.released = leaving;
        this.arrays = arrays;
        this.phases = phases;
        this.stages = stages;
        this.finisher = endgame;
    }

    /** Walks the execution from its beginning; its lease must be held here. */
    public void start(long execution) {
        Execution row = read(execution);
        if (row.stopping) {
            finisher.finishStopped(execution);
            return;
        }
        if (row.renewing) {
            stages.clearFailures(execution);
            arrays.idsOf(execution).forEach(arrays::restart);
        }
        try {
            long batchId = startOrRestart(row, execution);
            change(
                    execution,
                    changed -> {
                        changed.batchId = batchId;
                        changed.renewing = false;
                        if (changed.state == ExecutionState.STARTING) {
                            changed.state = ExecutionState.STARTED;
                        }
                    });
        } catch (BatchRuntimeException e) {
            LOG.errorf(e, "execution %d could not be started", execution);
            finisher.finish(execution, ExecutionState.FAILED, "NOT_STARTED");
        }
    }

    private long startOrRestart(Execution row, long execution) {
        Long before = row.batchId;
        if (before == null) {
            return engine.start(row.jobName(), execution);
        }
        Optional<BatchStatus> status = engine.status(before);
        // A completed job cannot be restarted; it can be walked once more, which finds nothing.
        return status.isEmpty() || status.get() == BatchStatus.COMPLETED
                ? engine.start(row.jobName(), execution)
                : engine.restart(before);
    }

    /** Its steps let go of their arrays; nothing happens to machines or work. */
    public void release(long execution) {
        released.add(execution);
        Long batchId = read(execution).batchId;
        if (batchId != null) {
            engine.stop(batchId);
        }
    }

    /** A partition may have begun to wait just after the others were let go. */
    public void releaseWaiters(long execution) {
        arrays.idsOf(execution).forEach(phases::releaseWaiters);
    }

    public void close() {
        engine.close();
    }

    /** On the job's own thread, when its last row is written. */
    private void ended(JobExecutionImpl job) {
        long execution = BatchEngine.execution(job);
        try {
            if (leases.holds(execution)) {
                recordEnd(execution, job);
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "execution %d ended; it is walked again to write that down", execution);
            leases.forget(execution);
        } finally {
            released.remove(execution);
        }
    }

    private void recordEnd(long execution, JobExecutionImpl job) {
        Execution row = read(execution);
        if (row.stopping) {
            finisher.finishStopped(execution);
        } else if (released.contains(execution)) {
            leases.release(execution, 0);
        } else if (failedInEngine(job) && row.stumbles < MAX_STUMBLES) {
            LOG.warnf("execution %d broke off; it is taken up again", execution);
            change(execution, changed -> changed.stumbles++);
            leases.release(execution, RETRY_DELAY_SECONDS);
        } else {
            finisher.finish(execution, state(job), job.getExitStatus());
        }
    }

    /** Steps of ours never fail: one that did broke on a bug or an outage, not on the work. */
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

    private static Execution read(long execution) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Execution.<Execution>findByIdOptional(execution).orElseThrow());
    }

    private static void change(long execution, Consumer<Execution> change) {
        QuarkusTransaction.requiringNew()
                .run(() -> Execution.<Execution>findByIdOptional(execution).ifPresent(change));
    }
}

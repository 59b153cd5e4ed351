package io.jobarrays.server.batch.engine;

import io.jobarrays.server.arrays.ExecutionArrays;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.verbs.Selection;
import io.jobarrays.server.arrays.verbs.TerminateVerb;
import io.jobarrays.server.batch.rows.BatchMeters;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.rows.LeaseRows;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Records the end of an execution and lets its arrays complete. */
@ApplicationScoped
class ExecutionFinisher {
    private static final Logger LOG = Logger.getLogger(ExecutionFinisher.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);

    private final ExecutionArrays arrays;
    private final TerminateVerb terminateVerb;
    private final ExecutionRows rows;
    private final LeaseRows leases;
    private final EventRows events;
    private final BatchMeters meters;
    private final ExecutionSpans spans;

    ExecutionFinisher(
            ExecutionArrays arrays,
            TerminateVerb terminateVerb,
            ExecutionRows rows,
            LeaseRows leases,
            EventRows events,
            BatchMeters meters,
            ExecutionSpans spans) {
        this.arrays = arrays;
        this.terminateVerb = terminateVerb;
        this.rows = rows;
        this.leases = leases;
        this.events = events;
        this.meters = meters;
        this.spans = spans;
    }

    /**
     * After a user's stop: terminates the instances, also those that on-complete would keep. An
     * array whose instances the user stopped keeps them for the next start.
     */
    void finishStopped(long execution) {
        if (!arrays.isSuspended(execution)) {
            for (String array : arrays.idsOf(execution)) {
                terminateVerb.terminate(new Selection(array, null));
            }
        }
        finish(execution, ExecutionState.STOPPED, ExecutionState.STOPPED.toString());
    }

    /**
     * Repeats until the end is written; the lease is held meanwhile, for recovery after a crash.
     */
    void finish(long execution, ExecutionState state, @Nullable String exitStatus) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                arrays.batchJobEnded(execution);
                Failpoints.reach(Failpoint.EXECUTION_END_BEFORE_RECORD);
                write(execution, state, exitStatus);
                Failpoints.reach(Failpoint.EXECUTION_END_AFTER_RECORD);
                leases.release(execution, 0);
                return;
            } catch (RuntimeException e) {
                LOG.warnf(
                        e,
                        "execution %d ended %s; it is recorded in %s",
                        execution,
                        state,
                        RETRY_INTERVAL);
                LockSupport.parkNanos(RETRY_INTERVAL.toNanos());
            }
        }
    }

    private void write(long execution, ExecutionState state, @Nullable String exitStatus) {
        Execution row = rows.recordEnd(execution, state, exitStatus);
        meters.executionEnded(state);
        spans.executionEnded(row);
        String name = row.definition == null ? "launch" : row.definition;
        events.add(execution, null, null, -1, "%s: %s".formatted(name, state));
    }
}

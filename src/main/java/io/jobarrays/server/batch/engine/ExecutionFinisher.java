package io.jobarrays.server.batch.engine;

import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.rows.EventRows;
import io.jobarrays.server.arrays.verbs.Selection;
import io.jobarrays.server.arrays.verbs.TerminateVerb;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.rows.LeaseRows;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes down how an execution ended, and lets its arrays drain. */
@ApplicationScoped
class ExecutionFinisher {
    private static final Logger LOG = Logger.getLogger(ExecutionFinisher.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);

    private final JobArrays arrays;
    private final TerminateVerb terminateVerb;
    private final LeaseRows leases;
    private final EventRows events;
    private final Clock clock;

    ExecutionFinisher(
            JobArrays arrays,
            TerminateVerb endings,
            LeaseRows leases,
            EventRows events,
            Clock clock) {
        this.arrays = arrays;
        this.terminateVerb = endings;
        this.leases = leases;
        this.events = events;
        this.clock = clock;
    }

    /**
     * A person stopped it: its work ends with its machines, also where those would be kept. Where
     * the machines themselves were stopped they wait to be started.
     */
    void finishStopped(long execution) {
        if (!arrays.isSuspended(execution)) {
            for (String array : arrays.idsOf(execution)) {
                terminateVerb.terminate(new Selection(array, null));
            }
        }
        finish(execution, ExecutionState.STOPPED, ExecutionState.STOPPED.toString());
    }

    /** Until it is written; meanwhile the lease is held, and after a crash all is walked again. */
    void finish(long execution, ExecutionState state, @Nullable String exitStatus) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                arrays.batchJobEnded(execution);
                write(execution, state, exitStatus);
                leases.release(execution, 0);
                return;
            } catch (RuntimeException e) {
                LOG.warnf(
                        e,
                        "execution %d ended %s; will write it in %s",
                        execution,
                        state,
                        RETRY_INTERVAL);
                LockSupport.parkNanos(RETRY_INTERVAL.toNanos());
            }
        }
    }

    private void write(long execution, ExecutionState state, @Nullable String exitStatus) {
        String name =
                QuarkusTransaction.requiringNew()
                        .call(
                                () -> {
                                    Execution row = Execution.findById(execution);
                                    row.state = state;
                                    row.exitStatus = exitStatus;
                                    row.endedAt = clock.instant();
                                    row.stopping = false;
                                    row.renewing = false;
                                    row.stumbles = 0;
                                    return row.definition == null ? "launch" : row.definition;
                                });
        events.add(execution, null, null, -1, "%s: %s".formatted(name, state));
    }
}

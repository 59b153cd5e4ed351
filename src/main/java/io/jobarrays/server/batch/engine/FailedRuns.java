package io.jobarrays.server.batch.engine;

import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.rows.LeaseRows;
import io.jobarrays.server.problems.StorageFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * Gives executions back whose batch job failed on a bug or an outage: the recovery runs them again
 * after a pause that grows; after too many failures they end.
 */
@ApplicationScoped
class FailedRuns {
    private static final Logger LOG = Logger.getLogger(FailedRuns.class);

    /** A batch job that failed this often has a persistent cause. */
    static final int MAX_FAILURES = 8;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MAX_EVENT_CHARACTERS = 300;

    private final ExecutionRows rows;
    private final LeaseRows leases;
    private final EventRows events;
    private final ExecutionFinisher finisher;

    FailedRuns(ExecutionRows rows, LeaseRows leases, EventRows events, ExecutionFinisher finisher) {
        this.rows = rows;
        this.leases = leases;
        this.events = events;
        this.finisher = finisher;
    }

    /** Releases the lease in any case; no thread of this process runs the execution any more. */
    void giveBack(long execution, Throwable failure) {
        LOG.warnf(failure, "execution %d: its batch job failed", execution);
        try {
            Execution row = rows.find(execution);
            if (StorageFailure.of(failure).isPresent()) {
                // The outage ends by itself, and the execution must not end with it.
                leases.release(execution, (int) FIRST_PAUSE.toSeconds());
            } else if (row.stumbles < MAX_FAILURES) {
                retry(row, failure);
            } else {
                finisher.finish(execution, ExecutionState.FAILED, "FAILED");
            }
        } catch (Throwable again) {
            // Also an Error: a lease that stays held is renewed although no thread runs the job.
            LOG.warnf(again, "execution %d: its lease expires by itself", execution);
            leases.forget(execution);
        }
    }

    /** Before failure number {@code failures + 1} is counted. */
    static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 30));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void retry(Execution row, Throwable failure) {
        long execution = Objects.requireNonNull(row.id);
        Duration pause = pause(row.stumbles);
        rows.recordStumble(execution);
        String text =
                "the batch job failed (%s) and is restarted in %d s; the work goes on"
                        .formatted(sentence(failure), pause.toSeconds());
        events.add(execution, null, null, -1, text);
        leases.release(execution, (int) pause.toSeconds());
    }

    /** The root cause: the exceptions around it repeat it in the words of each library. */
    static String sentence(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text =
                "%s: %s".formatted(root.getClass().getSimpleName(), root.getMessage()).strip();
        String line = text.lines().findFirst().orElse(text);
        return line.length() <= MAX_EVENT_CHARACTERS
                ? line
                : line.substring(0, MAX_EVENT_CHARACTERS);
    }
}

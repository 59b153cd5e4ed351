package io.jobarrays.server.batch.engine;

import io.jobarrays.server.arrays.ExecutionArrays;
import io.jobarrays.server.background.BackgroundLoop;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Begins executions that wait for the end of another one with {@code --after}, without machines
 * meanwhile. When that one failed, they end as {@code NOT_STARTED}.
 */
@ApplicationScoped
public class ExecutionTurns {
    private static final Logger LOG = Logger.getLogger(ExecutionTurns.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final String NOT_STARTED = "NOT_STARTED";

    private final ExecutionRows rows;
    private final ExecutionArrays arrays;
    private final BatchRuns runs;
    private final ExecutionFinisher finisher;
    private final ExecutionEnds ends;
    private final BackgroundLoop loop = new BackgroundLoop(this::lookAtAll, this::failed);

    ExecutionTurns(
            ExecutionRows rows,
            ExecutionArrays arrays,
            BatchRuns runs,
            ExecutionFinisher finisher,
            ExecutionEnds ends) {
        this.rows = rows;
        this.arrays = arrays;
        this.runs = runs;
        this.finisher = finisher;
        this.ends = ends;
    }

    /** After the recovery of executions has started. */
    void start(@Observes @Priority(201) StartupEvent event) {
        loop.start("turns");
    }

    void stop(@Observes @Priority(9) ShutdownEvent event) {
        loop.stop();
    }

    /** A stop was asked for while it waits: it ends without having begun. */
    public void stop(long execution) {
        rows.recordTurn(execution);
        runs.take(execution);
    }

    private Duration failed(Exception e) {
        LOG.warnf(e, "executions that wait are looked at again in %s", INTERVAL);
        return INTERVAL;
    }

    private Duration lookAtAll() {
        for (Execution waiting : rows.waiting()) {
            lookAt(waiting);
        }
        return INTERVAL;
    }

    private void lookAt(Execution waiting) {
        long id = Objects.requireNonNull(waiting.id);
        long awaited = Objects.requireNonNull(waiting.afterExecution);
        Optional<ExecutionState> state = rows.findOptional(awaited).map(row -> row.state);
        if (state.isPresent() && state.get().open()) {
            return;
        }
        boolean begins =
                state.isPresent() && (waiting.afterAny || state.get() == ExecutionState.COMPLETED);
        if (begins) {
            arrays.takeTurn(id);
            rows.recordTurn(id);
            runs.take(id);
        } else {
            String why =
                    "after execution %d, which %s"
                            .formatted(
                                    awaited,
                                    state.map(it -> "is " + it).orElse("is not there any more"));
            arrays.neverBegin(id, why);
            rows.recordNeverBegan(id, why);
            finisher.finish(id, ExecutionState.FAILED, NOT_STARTED);
            ends.signal(id);
        }
    }
}

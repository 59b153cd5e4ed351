package io.jobarrays.server.batch;

import io.jobarrays.server.arrays.ExecutionArrays;
import io.jobarrays.server.batch.engine.BatchRuns;
import io.jobarrays.server.batch.engine.ExecutionEnds;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.rows.RestartRows;
import io.jobarrays.server.batch.rows.StageRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Runs executions again after verbs on their arrays. */
@ApplicationScoped
class ExecutionReruns {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final ExecutionRows rows;
    private final RestartRows restarts;
    private final StageRows stages;
    private final ExecutionArrays arrays;
    private final BatchRuns runs;
    private final ExecutionEnds ends;

    ExecutionReruns(
            ExecutionRows rows,
            RestartRows restarts,
            StageRows stages,
            ExecutionArrays arrays,
            BatchRuns runs,
            ExecutionEnds ends) {
        this.rows = rows;
        this.restarts = restarts;
        this.stages = stages;
        this.arrays = arrays;
        this.runs = runs;
        this.ends = ends;
    }

    boolean isOpen(long id) {
        return rows.find(id).state.open();
    }

    /** Refuses an execution that cannot run again; waits for a stop that has not finished yet. */
    void requireRerunnable(long id) {
        if (!ends.await(id, STOP_TIMEOUT, () -> !isStopping(id))) {
            throw rows.wrongState(id, "it is just being stopped; try again in a moment");
        }
        if (rows.find(id).state == ExecutionState.ABANDONED) {
            throw rows.wrongState(id, "nothing of it can be run again");
        }
    }

    /**
     * Starts its batch job again, over the open members of its arrays and the stages after them.
     */
    void rerun(long id) {
        if (isOpen(id)) {
            return;
        }
        restarts.rerun(id);
        stages.clearFailures(id);
        arrays.batchJobRestarted(id);
        runs.take(id);
    }

    private boolean isStopping(long id) {
        Execution row = rows.find(id);
        return row.state.open() && row.stopping;
    }
}

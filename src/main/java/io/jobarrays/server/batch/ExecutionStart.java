package io.jobarrays.server.batch;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.ExecutionArrays;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.events.Event;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.verbs.Selectors;
import io.jobarrays.server.batch.engine.BatchRuns;
import io.jobarrays.server.batch.rows.Dependency;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Start of an execution: at once, or when the execution has ended after which it begins. */
@ApplicationScoped
class ExecutionStart {
    private static final String ANY = ":any";

    private final ExecutionRows rows;
    private final JobArrays arrays;
    private final ExecutionArrays ofExecutions;
    private final Selectors selectors;
    private final BatchRuns runs;
    private final EventRows events;

    ExecutionStart(
            ExecutionRows rows,
            JobArrays arrays,
            ExecutionArrays ofExecutions,
            Selectors selectors,
            BatchRuns runs,
            EventRows events) {
        this.rows = rows;
        this.arrays = arrays;
        this.ofExecutions = ofExecutions;
        this.selectors = selectors;
        this.runs = runs;
        this.events = events;
    }

    /** {@code 12}, {@code compute} or {@code 12:any}; null for null. */
    @Nullable Dependency dependency(@Nullable String after) {
        if (after == null) {
            return null;
        }
        boolean any = after.endsWith(ANY);
        String name = any ? after.substring(0, after.length() - ANY.length()) : after;
        if (name.isBlank()) {
            throw new Refusal(
                    "after: \"%s\" names nothing; write the id of an execution, or of an array, with :any to begin after any result"
                            .formatted(after));
        }
        long execution =
                name.matches("[0-9]{1,18}")
                        ? Long.parseLong(name)
                        : arrays.executionOf(selectors.read(name).arrayId());
        rows.find(execution);
        return new Dependency(execution, any);
    }

    void run(long id, @Nullable Dependency awaited) {
        if (awaited == null) {
            run(id);
            return;
        }
        String reason =
                "execution %d, after which it begins, goes on".formatted(awaited.execution());
        ofExecutions.postpone(id, reason);
        events.add(id, null, null, Event.WHOLE_ARRAY, "waits: " + reason);
    }

    void run(long id) {
        Failpoints.reach(Failpoint.EXECUTION_AFTER_INSERT);
        runs.take(id);
    }
}

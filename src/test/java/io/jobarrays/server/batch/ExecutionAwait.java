package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.view.ExecutionView;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;

/** Waits for states of executions. */
public final class ExecutionAwait {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private ExecutionAwait() {}

    /**
     * Waits for the arrays of an ended execution too: its exit code is set when they are drained.
     */
    public static ExecutionView until(Executions executions, long id, ExecutionState state) {
        eventually(() -> assertThat(executions.view(id).state()).isEqualTo(state));
        if (!state.open()) {
            eventually(() -> assertThat(executions.view(id).exitCode()).isNotNull());
        }
        return executions.view(id);
    }

    public static void eventually(ThrowingRunnable condition) {
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(50)).untilAsserted(condition);
    }
}

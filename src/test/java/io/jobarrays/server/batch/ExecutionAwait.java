package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.view.ExecutionView;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;

/** Waits for what executions come to. */
public final class ExecutionAwait {
    private static final Duration MOST = Duration.ofSeconds(60);

    private ExecutionAwait() {}

    /** Also for its arrays: an ended execution has an exit code when they are drained. */
    public static ExecutionView until(Executions executions, long id, ExecutionState state) {
        eventually(() -> assertThat(executions.view(id).state()).isEqualTo(state));
        if (!state.open()) {
            eventually(() -> assertThat(executions.view(id).exitCode()).isNotNull());
        }
        return executions.view(id);
    }

    public static void eventually(ThrowingRunnable condition) {
        await().atMost(MOST).pollInterval(Duration.ofMillis(50)).untilAsserted(condition);
    }
}

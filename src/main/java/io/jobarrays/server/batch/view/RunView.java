package io.jobarrays.server.batch.view;

import io.jobarrays.server.batch.rows.ExecutionRun;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * View of what an execution ran with, from its begin or one of its restarts on.
 *
 * @param number 1 for the begin
 * @param version of its definition
 * @param files SHA-256 of its files; null: none
 */
public record RunView(int number, int version, @Nullable String files, Instant begunAt) {
    static RunView of(ExecutionRun run) {
        return new RunView(run.number, run.version, run.bundle, run.begunAt);
    }
}

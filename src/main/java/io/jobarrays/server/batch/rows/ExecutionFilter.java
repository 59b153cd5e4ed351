package io.jobarrays.server.batch.rows;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Filter of a list of executions.
 *
 * @param state null: any
 * @param definition null: any
 * @param since only executions that were created then or later
 */
public record ExecutionFilter(
        @Nullable ExecutionState state, @Nullable String definition, Instant since) {
    public static final ExecutionFilter ALL = new ExecutionFilter(null, null, Instant.EPOCH);

    public static ExecutionFilter ofDefinition(String definition) {
        return new ExecutionFilter(null, definition, Instant.EPOCH);
    }
}

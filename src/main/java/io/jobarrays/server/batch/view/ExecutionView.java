package io.jobarrays.server.batch.view;

import io.jobarrays.server.batch.rows.ExecutionState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An execution as its users see it.
 *
 * @param definition null: the launch of one array
 * @param exitCode the CLI's; null until the execution has ended and its machines are gone
 * @param next at most three commands
 */
public record ExecutionView(
        long id,
        @Nullable String definition,
        int version,
        ExecutionState state,
        @Nullable String exitStatus,
        @Nullable Integer exitCode,
        @Nullable String reason,
        Map<String, String> parameters,
        Instant createdAt,
        @Nullable Instant endedAt,
        List<StageView> stages,
        List<String> next) {}

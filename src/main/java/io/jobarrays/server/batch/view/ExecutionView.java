package io.jobarrays.server.batch.view;

import io.jobarrays.server.batch.rows.ExecutionState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * View of an execution for users.
 *
 * @param definition null: the launch of one array
 * @param exitCode exit code of the CLI; null until the execution has ended and its instances are
 *     gone
 * @param runs what it ran with, from its begin and each restart on; empty for a launch
 * @param costUsd estimate of what the instances of its stages have cost so far
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
        List<RunView> runs,
        Instant createdAt,
        @Nullable Instant endedAt,
        BigDecimal costUsd,
        List<StageView> stages,
        List<String> next) {}

package io.jobarrays.server.arrays.view;

import io.jobarrays.server.arrays.rows.ArrayState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * View of an array for users.
 *
 * @param jobArrayId null for a standalone instance
 * @param id the array's id in any case
 * @param launchExitCode exit code of the CLI for the launch; null while it goes on
 * @param exitCode exit code of the CLI for the array; null while it goes on
 * @param members the members that were asked for
 * @param asOf when the rows were read; while instances change, EC2 was polled seconds before
 */
public record ArrayView(
        @Nullable String jobArrayId,
        String id,
        String name,
        @Nullable String label,
        int size,
        ArrayState state,
        @Nullable String outcome,
        @Nullable Integer launchExitCode,
        @Nullable Integer exitCode,
        @Nullable String reason,
        int peersGeneration,
        Instant createdAt,
        @Nullable Instant endedAt,
        @Nullable Instant ttlDeadline,
        String region,
        long executionId,
        @Nullable String stage,
        List<MemberView> members,
        List<String> next,
        Instant asOf) {}

package io.jobarrays.server.arrays.view;

import io.jobarrays.server.arrays.rows.ArrayState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array as its users see it.
 *
 * @param jobArrayId null for a standalone instance
 * @param id the array's id in any case
 * @param launchExitCode the CLI's exit code for the launch; null while it goes on
 * @param exitCode the CLI's exit code for the whole; null while it goes on
 * @param members those that the question was about
 * @param asOf when this was read; EC2 was asked seconds before at most while anything moves
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

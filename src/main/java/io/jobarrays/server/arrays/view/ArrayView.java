package io.jobarrays.server.arrays.view;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.ArrayState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * View of an array for users.
 *
 * @param jobArrayId null for a standalone instance
 * @param id the array's id in any case
 * @param size number of indexes; not all have a member when it was launched with --indexes
 * @param indexes of all its members, as ranges
 * @param launchExitCode exit code of the CLI for the launch; null while it goes on
 * @param exitCode exit code of the CLI for the array; null while it goes on
 * @param members the members that were asked for
 * @param progress its indexes by state, its times and its cost, also of members that the view
 *     leaves out
 * @param asOf when the rows were read; while instances change, EC2 was polled seconds before
 */
public record ArrayView(
        @Nullable String jobArrayId,
        String id,
        String name,
        @Nullable String label,
        int size,
        String indexes,
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
        IndexProgress progress,
        List<MemberView> members,
        List<String> next,
        Instant asOf) {

    /** Indexes of all its members, whether the view has them or not. */
    public IndexSet indexSet() {
        return IndexSet.parse(indexes);
    }

    public int memberCount() {
        return indexSet().size();
    }
}

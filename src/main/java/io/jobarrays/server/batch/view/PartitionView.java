package io.jobarrays.server.batch.view;

import io.jobarrays.server.arrays.view.MemberView;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One index of a stage, for users: what the batch engine runs as one partition.
 *
 * @param state one of {@link #STATES}
 * @param phase progress of the member: planned, launched, arrived, peers, ended
 * @param exitStatus null until the work of the index has ended
 */
public record PartitionView(
        int index,
        @Schema(enumeration = {"PLANNED", "STARTED", "COMPLETED", "FAILED"}) String state,
        @Schema(enumeration = {"planned", "launched", "arrived", "peers", "ended"}) String phase,
        @Nullable String exitStatus,
        int attempt,
        int generation,
        @Nullable String instanceId,
        @Nullable String reason,
        @Nullable String note) {
    public static final List<String> STATES = List.of("PLANNED", "STARTED", "COMPLETED", "FAILED");

    public static PartitionView of(MemberView member) {
        return new PartitionView(
                member.index(),
                state(member),
                member.phase(),
                member.exitStatus(),
                member.attempt(),
                member.generation(),
                member.instanceId(),
                member.reason(),
                member.note());
    }

    /** An index of a stage whose array does not exist yet. */
    public static PartitionView planned(int index) {
        return new PartitionView(index, "PLANNED", "planned", null, 0, 0, null, null, null);
    }

    private static String state(MemberView member) {
        return switch (member.phase()) {
            case "planned" -> "PLANNED";
            case "ended" -> StageFailures.failed(member) ? "FAILED" : "COMPLETED";
            default -> "STARTED";
        };
    }
}

package io.jobarrays.server.batch.view;

import io.jobarrays.server.arrays.view.IndexProgress;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * View of a stage for users.
 *
 * @param state PLANNED, STARTED, COMPLETED, FAILED, or STOPPED: it began, and its execution goes on
 *     no more
 * @param size number of members
 * @param indexes of its members, as ranges
 * @param counts members by phase
 * @param failed indexes as ranges; null for none
 * @param reason why it failed; null: it did not
 * @param progress its indexes by state, its times and its cost
 * @param note what outputs of indexes lack, {@code [1,3] collect: …}; null: nothing
 */
public record StageView(
        String id,
        @Schema(enumeration = {"PLANNED", "STARTED", "COMPLETED", "FAILED", "STOPPED"})
                String state,
        @Nullable String exitStatus,
        @Nullable String arrayId,
        int size,
        String indexes,
        Map<String, Integer> counts,
        IndexProgress progress,
        @Nullable String failed,
        @Nullable String reason,
        @Nullable String note) {}

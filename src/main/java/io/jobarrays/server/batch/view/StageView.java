package io.jobarrays.server.batch.view;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stage of an execution as its users see it.
 *
 * @param state PLANNED, STARTED, COMPLETED, FAILED
 * @param size members, as far as it is known
 * @param counts members by phase
 * @param failed indexes as ranges; null for none
 */
public record StageView(
        String id,
        String state,
        @Nullable String exitStatus,
        @Nullable String arrayId,
        int size,
        Map<String, Integer> counts,
        @Nullable String failed,
        @Nullable String reason) {}

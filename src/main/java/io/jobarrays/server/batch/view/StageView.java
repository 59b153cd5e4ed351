package io.jobarrays.server.batch.view;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * View of a stage for users.
 *
 * @param state PLANNED, STARTED, COMPLETED, FAILED
 * @param size number of members
 * @param counts members by phase
 * @param failed indexes as ranges; null for none
 */
public record StageView(
        String id,
        @Schema(enumeration = {"PLANNED", "STARTED", "COMPLETED", "FAILED"}) String state,
        @Nullable String exitStatus,
        @Nullable String arrayId,
        int size,
        Map<String, Integer> counts,
        @Nullable String failed,
        @Nullable String reason) {}

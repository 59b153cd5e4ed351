package io.jobarrays.server.arrays.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Event as sent to users; {@code index} -1 stands for the whole array.
 *
 * @param token id of the token of who asked for it; null: the control plane acted by itself
 * @param address IP address of who asked for it
 */
public record ProgressEvent(
        long seq,
        Instant at,
        @Nullable Long execution,
        @Nullable String stage,
        @Nullable String arrayId,
        int index,
        String text,
        @Nullable String token,
        @Nullable String address) {}

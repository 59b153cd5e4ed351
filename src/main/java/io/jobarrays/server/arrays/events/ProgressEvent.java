package io.jobarrays.server.arrays.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Event as sent to users; {@code index} -1 stands for the whole array. */
public record ProgressEvent(
        long seq,
        Instant at,
        @Nullable Long execution,
        @Nullable String stage,
        @Nullable String arrayId,
        int index,
        String text) {}

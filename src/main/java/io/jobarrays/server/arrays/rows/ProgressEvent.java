package io.jobarrays.server.arrays.rows;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a watching user is shown; {@code index} -1 is the whole array. */
public record ProgressEvent(
        long seq,
        Instant at,
        @Nullable Long execution,
        @Nullable String stage,
        @Nullable String arrayId,
        int index,
        String text) {}

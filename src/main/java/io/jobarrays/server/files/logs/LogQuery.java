package io.jobarrays.server.files.logs;

import io.jobarrays.contract.messages.LogRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Part of a member's log that a reader requests.
 *
 * @param attempt null: all attempts in order
 * @param from end of an earlier answer
 * @param stream {@link LogRecord#OUT} or {@link LogRecord#ERR}; null: both
 * @param since only records written at or after this time; null: all
 * @param records whether the answer has {@link LogRecord}s, and not their text
 */
public record LogQuery(
        @Nullable Integer attempt,
        LogPosition from,
        @Nullable Character stream,
        @Nullable Instant since,
        boolean records) {
    public static final LogQuery ALL = new LogQuery(null, LogPosition.BEGIN, null, null, false);

    LogQuery(
            @Nullable Integer attempt,
            LogPosition from,
            @Nullable Character stream,
            @Nullable Instant since) {
        this(attempt, from, stream, since, false);
    }

    boolean wants(int other) {
        return (attempt == null || attempt == other) && other >= from.attempt();
    }

    /** Start position in an attempt. */
    LogPosition start(int other) {
        return other == from.attempt() ? from : new LogPosition(other, 0, 0);
    }

    boolean old(LogRecord entry) {
        return since != null && entry.millis() < since.toEpochMilli();
    }

    boolean shows(LogRecord entry) {
        return !old(entry) && (stream == null || stream == entry.stream());
    }
}

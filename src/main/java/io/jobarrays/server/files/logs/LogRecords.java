package io.jobarrays.server.files.logs;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.LogRecord;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Consecutive log records in memory. */
final class LogRecords {
    private final ByteBuffer bytes;

    LogRecords(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Length of the leading whole records; the rest is an incomplete record. */
    int whole() {
        return whole(Integer.MAX_VALUE);
    }

    /**
     * Length of the leading whole records that fit into {@code room} bytes, at least one record.
     */
    int whole(int room) {
        int end = 0;
        Optional<Integer> next = length(0);
        while (next.isPresent()
                && end + next.get() <= bytes.limit()
                && (end == 0 || end + next.get() <= room)) {
            end += next.get();
            next = length(end);
        }
        return end;
    }

    /** Line ends in the payload of the records in the first {@code end} bytes. */
    long lines(int end) {
        long lines = 0;
        for (int at = 0; at < end; ) {
            int stop = at + length(at).orElseThrow();
            lines += lineEnds(bytes, at + LogRecord.HEADER, stop);
            at = stop;
        }
        return lines;
    }

    static long lineEnds(ByteBuffer bytes, int from, int to) {
        long count = 0;
        for (int i = from; i < to; i++) {
            if (bytes.get(i) == '\n') {
                count++;
            }
        }
        return count;
    }

    private Optional<Integer> length(int from) {
        try {
            return LogRecord.length(bytes, from);
        } catch (Refusal noRecord) {
            return Optional.empty();
        }
    }
}

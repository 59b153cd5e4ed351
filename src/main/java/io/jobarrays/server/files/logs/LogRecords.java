package io.jobarrays.server.files.logs;

import io.jobarrays.contract.LogRecord;
import io.jobarrays.contract.Refusal;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Records of a log that stand one after another in memory. */
final class LogRecords {
    private final ByteBuffer bytes;

    LogRecords(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Bytes of the whole records at the beginning; what follows was torn. */
    int whole() {
        return whole(Integer.MAX_VALUE);
    }

    /** The same, as many records as {@code room} takes, but one at least. */
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

    /** Line ends in what the records of the first {@code end} bytes hold. */
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

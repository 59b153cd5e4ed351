package io.jobarrays.benchmarks.pipeline;

import io.jobarrays.contract.messages.LogRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When the work of one index wrote its first and its last line, by the clock of its machine.
 *
 * @param first begin of the work
 * @param last end of the work
 */
record LogTimes(Instant first, Instant last) {
    /**
     * @param log records of the log
     * @throws IllegalArgumentException when it has none
     */
    static LogTimes of(byte[] log) {
        ByteBuffer bytes = ByteBuffer.wrap(log);
        List<Instant> times = new ArrayList<>();
        for (Optional<LogRecord> one = LogRecord.take(bytes);
                one.isPresent();
                one = LogRecord.take(bytes)) {
            times.add(Instant.ofEpochMilli(one.get().millis()));
        }
        if (times.isEmpty()) {
            throw new IllegalArgumentException("the work has written no line");
        }
        return new LogTimes(times.getFirst(), times.getLast());
    }
}

package io.jobarrays.contract;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One piece of a work's log, as the supervisor writes it and the server keeps it: a byte that names
 * the stream ({@code o} or {@code e}), milliseconds since 1970 in eight bytes, the number of bytes
 * in four, all big-endian, then the bytes. Records stand one after another in the order in which
 * they were written.
 */
@SuppressWarnings("ArrayRecordComponent") // records are never compared
public record LogRecord(char stream, long millis, byte[] data) {
    public static final char OUT = 'o';
    public static final char ERR = 'e';

    /** Bytes before the data. */
    public static final int HEADER = 13;

    /** More than this no record holds. */
    public static final int LARGEST = 64 << 10;

    public byte[] bytes() {
        return ByteBuffer.allocate(HEADER + data.length)
                .put((byte) stream)
                .putLong(millis)
                .putInt(data.length)
                .put(data)
                .array();
    }

    /**
     * How long the whole record is that begins at {@code from}; empty: its header is not all here.
     */
    public static Optional<Integer> length(ByteBuffer bytes, int from) {
        if (bytes.limit() - from < HEADER) {
            return Optional.empty();
        }
        int data = bytes.getInt(from + 9);
        char stream = (char) bytes.get(from);
        if (data < 0 || data > LARGEST || (stream != OUT && stream != ERR)) {
            throw new Refusal("no log record begins at byte " + from);
        }
        return Optional.of(HEADER + data);
    }

    /**
     * Takes the record at the buffer's position; empty, and nothing taken, if it is not all here.
     */
    public static Optional<LogRecord> take(ByteBuffer bytes) {
        Optional<Integer> length = length(bytes, bytes.position());
        if (length.isEmpty() || bytes.remaining() < length.get()) {
            return Optional.empty();
        }
        char stream = (char) bytes.get();
        long millis = bytes.getLong();
        byte[] data = new byte[bytes.getInt()];
        bytes.get(data);
        return Optional.of(new LogRecord(stream, millis, data));
    }
}

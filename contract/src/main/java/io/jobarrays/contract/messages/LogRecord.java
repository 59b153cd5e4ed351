package io.jobarrays.contract.messages;

import io.jobarrays.contract.Refusal;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Record of a work's log, in the format that the supervisor writes and the server stores: one byte
 * for the stream ({@code o} or {@code e}), eight bytes of milliseconds since 1970, four bytes of
 * data length, all big-endian, then the data. Records follow each other in the order of writing.
 */
@SuppressWarnings("ArrayRecordComponent") // records are never compared
public record LogRecord(char stream, long millis, byte[] data) {
    public static final char OUT = 'o';
    public static final char ERR = 'e';

    /** Length of the header in bytes. */
    public static final int HEADER = 13;

    /** Maximum length of the data in bytes. */
    public static final int LARGEST = 64 << 10;

    public byte[] bytes() {
        return ByteBuffer.allocate(HEADER + data.length)
                .put((byte) stream)
                .putLong(millis)
                .putInt(data.length)
                .put(data)
                .array();
    }

    /** Length of the record that begins at {@code from}; empty if its header is incomplete. */
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
     * Reads the record at the buffer's position; empty, without moving the position, if it is
     * incomplete.
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

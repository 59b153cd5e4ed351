package io.jobarrays.cli.base;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Splits bytes into lines. A carriage return ends a line, too, so that the steps of a progress bar
 * are seen as they come.
 */
public final class LineSplitter {
    /** A longer line is passed on in pieces. */
    private static final int MAX_LINE_BYTES = 1 << 20;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean afterReturn;

    /**
     * @param lines receives each complete line without its end
     */
    public void write(byte[] part, int count, Consumer<byte[]> lines) {
        for (int i = 0; i < count; i++) {
            byte next = part[i];
            boolean secondEnd = afterReturn && (next == '\n' || next == '\r');
            boolean returnAtBegin = next == '\r' && line.size() == 0;
            if (!secondEnd && !returnAtBegin) {
                take(next, lines);
            }
            afterReturn = next == '\r' && (secondEnd || !returnAtBegin);
        }
    }

    private void take(byte next, Consumer<byte[]> lines) {
        boolean end = next == '\n' || next == '\r';
        if (!end) {
            line.write(next);
        }
        if (end || line.size() >= MAX_LINE_BYTES) {
            lines.accept(line.toByteArray());
            line.reset();
        }
    }

    /** Whether a line has begun and not ended. */
    public boolean isOpen() {
        return line.size() > 0;
    }

    /** The last line, without an end; empty when there is none. */
    public Optional<byte[]> rest() {
        Optional<byte[]> rest = isOpen() ? Optional.of(line.toByteArray()) : Optional.empty();
        line.reset();
        return rest;
    }
}

package io.jobarrays.cli.base;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits bytes into lines and passes on each complete line with a prefix. */
public final class LinePrefixer {
    private final byte[] prefix;
    private final Consumer<byte[]> sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /**
     * @param prefix text before each line
     * @param whole receives one or more complete lines per call
     */
    public LinePrefixer(String prefix, Consumer<byte[]> whole) {
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
        this.sink = whole;
    }

    public void write(byte[] part, int count) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            if (line.size() == 0) {
                line.writeBytes(prefix);
            }
            line.write(part[i]);
            if (part[i] == '\n') {
                lines.writeBytes(line.toByteArray());
                line.reset();
            }
        }
        sink.accept(lines.toByteArray());
    }

    /** Passes on a last line without line terminator. */
    public void finish() {
        if (line.size() > 0) {
            line.write('\n');
            sink.accept(line.toByteArray());
            line.reset();
        }
    }
}

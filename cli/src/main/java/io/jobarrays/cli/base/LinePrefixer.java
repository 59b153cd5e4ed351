package io.jobarrays.cli.base;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Bytes cut into lines, each given on whole and with something before it. */
public final class LinePrefixer {
    private final byte[] prefix;
    private final Consumer<byte[]> sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /**
     * @param prefix stands before each line
     * @param whole takes one or more lines at a time
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

    /** Gives on a last line that has no end. */
    public void finish() {
        if (line.size() > 0) {
            line.write('\n');
            sink.accept(line.toByteArray());
            line.reset();
        }
    }
}

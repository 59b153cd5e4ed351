package io.jobarrays.cli.base;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Passes on each complete line with a prefix. */
public final class LinePrefixer {
    private final byte[] prefix;
    private final Consumer<byte[]> sink;
    private final LineSplitter splitter = new LineSplitter();

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
        splitter.write(part, count, line -> append(lines, line));
        sink.accept(lines.toByteArray());
    }

    /** Passes on a last line without line terminator. */
    public void finish() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        splitter.rest().ifPresent(line -> append(lines, line));
        sink.accept(lines.toByteArray());
    }

    private void append(ByteArrayOutputStream lines, byte[] line) {
        lines.writeBytes(prefix);
        lines.writeBytes(line);
        lines.write('\n');
    }
}

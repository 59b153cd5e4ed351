package io.jobarrays.cli.watch;

import io.jobarrays.cli.base.LineSplitter;
import io.jobarrays.cli.flags.LogFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines of one member's log: those that {@code --grep} and {@code --tail} select, with prefixes.
 */
final class LogLines {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX ", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final String prefix;
    private final Optional<Pattern> grep;
    private final Consumer<byte[]> sink;
    private final LineSplitter splitter = new LineSplitter();
    private @Nullable Instant begin;

    /** Lines of the first read, while only the last of them are wanted. */
    private @Nullable Deque<byte[]> last;

    private final int tail;

    /**
     * @param prefix before each line, and before its time
     * @param whole receives one or more complete lines per call
     */
    LogLines(String prefix, LogFormat format, Consumer<byte[]> whole) {
        this.prefix = prefix;
        this.grep = format.grep();
        this.sink = whole;
        this.tail = format.tail().orElse(0);
        this.last = format.tail().isPresent() ? new ArrayDeque<>() : null;
    }

    /**
     * @param time when it was written; null without time stamps
     */
    void write(byte[] part, int count, @Nullable Instant time) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        if (!splitter.isOpen()) {
            begin = time;
        }
        splitter.write(
                part,
                count,
                line -> {
                    add(line, lines);
                    begin = time;
                });
        sink.accept(lines.toByteArray());
    }

    /** Passes on the last lines of the first read; lines that follow are passed on as they come. */
    void endRead() {
        Deque<byte[]> lines = last;
        last = null;
        if (lines != null) {
            if (splitter.isOpen() && lines.size() == tail) {
                lines.pollFirst();
            }
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            lines.forEach(joined::writeBytes);
            sink.accept(joined.toByteArray());
        }
    }

    /** Passes on a last line without line end. */
    void finish() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        splitter.rest().ifPresent(line -> add(line, lines));
        sink.accept(lines.toByteArray());
    }

    private void add(byte[] line, ByteArrayOutputStream lines) {
        String text = new String(line, StandardCharsets.UTF_8);
        if (grep.isPresent() && !grep.get().matcher(text).find()) {
            return;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        String time = begin == null ? "" : TIME.format(begin);
        whole.writeBytes((prefix + time).getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(line);
        whole.write('\n');
        if (last == null) {
            lines.writeBytes(whole.toByteArray());
            return;
        }
        last.addLast(whole.toByteArray());
        if (last.size() > tail) {
            last.removeFirst();
        }
    }
}

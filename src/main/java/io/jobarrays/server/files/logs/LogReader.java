package io.jobarrays.server.files.logs;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.LogRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts segments to text and marks where lines are missing. */
final class LogReader {
    private final LogQuery query;
    private long offset;
    private long line;
    private boolean lineOpen;
    private @Nullable String gap;

    LogReader(LogQuery query) {
        this.query = query;
    }

    /** Continues in another attempt; adds no text. */
    byte[] start(LogPosition position) {
        offset = position.offset();
        line = position.line();
        gap = null;
        return new byte[0];
    }

    /** Text of a segment up to offset {@code end}; empty if the segment was deleted meanwhile. */
    byte[] text(LogSegment segment, long end) {
        try (FileChannel channel = FileChannel.open(segment.file())) {
            long last = Math.min(end, segment.start() + channel.size());
            if (last <= offset) {
                return new byte[0];
            }
            if (segment.start() > offset) {
                gap = gap(segment.line() - line);
                offset = segment.start();
                line = segment.line();
            }
            return text(read(channel, offset - segment.start(), (int) (last - offset)));
        } catch (NoSuchFileException deleted) {
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException("a log cannot be read", e);
        }
    }

    private byte[] text(ByteBuffer records) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(records.remaining());
        for (var next = take(records); next.isPresent(); next = take(records)) {
            LogRecord entry = next.get();
            offset += LogRecord.HEADER + entry.data().length;
            line += LogRecords.lineEnds(ByteBuffer.wrap(entry.data()), 0, entry.data().length);
            if (query.old(entry)) {
                gap = null;
            } else if (query.shows(entry)) {
                showGap(text, entry);
                text.writeBytes(query.records() ? entry.bytes() : entry.data());
                lineOpen = entry.data().length > 0 && entry.data()[entry.data().length - 1] != '\n';
            }
        }
        return text.toByteArray();
    }

    private void showGap(ByteArrayOutputStream text, LogRecord after) {
        if (gap != null) {
            byte[] line = ((lineOpen ? "\n" : "") + gap + "\n").getBytes(StandardCharsets.UTF_8);
            text.writeBytes(
                    query.records()
                            ? new LogRecord(after.stream(), after.millis(), line).bytes()
                            : line);
            gap = null;
        }
    }

    private static String gap(long lines) {
        if (lines <= 0) {
            return "[… some of a line was dropped here …]";
        }
        return lines == 1
                ? "[… 1 line was dropped here …]"
                : "[… %d lines were dropped here …]".formatted(lines);
    }

    /** Ends at an incomplete record, or where an invented offset points at no record. */
    private static Optional<LogRecord> take(ByteBuffer records) {
        try {
            return LogRecord.take(records);
        } catch (Refusal noRecord) {
            return Optional.empty();
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        long position = from;
        while (bytes.hasRemaining()) {
            int read = channel.read(bytes, position);
            if (read < 0) {
                break;
            }
            position += read;
        }
        return bytes.flip();
    }
}

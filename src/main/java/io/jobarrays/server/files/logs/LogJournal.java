package io.jobarrays.server.files.logs;

import io.jobarrays.server.state.StateDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Segments of the log of one attempt; not safe for concurrent writers. */
final class LogJournal {
    private static final long MAX_SEGMENT_BYTES = 1 << 20;

    private final Path directory;
    private final long keep;

    /**
     * @param keep bytes to keep; older segments are deleted
     */
    LogJournal(Path directory, long keep) {
        this.directory = directory;
        this.keep = keep;
    }

    /** End of a log: its last segment with the bytes and line ends in it. */
    record Tail(@Nullable LogSegment segment, long size, long lines) {
        long end() {
            return segment == null ? 0 : segment.start() + size;
        }

        long line() {
            return segment == null ? 0 : segment.line() + lines;
        }

        /** Lines that the machine had dropped when the segment began. */
        long dropped() {
            return segment == null ? 0 : segment.dropped();
        }
    }

    /** Finds the end and truncates a record that a crash left incomplete. */
    static Tail tail(Path directory) throws IOException {
        var segments = LogSegment.in(directory);
        if (segments.isEmpty()) {
            return new Tail(null, 0, 0);
        }
        LogSegment last = segments.getLast();
        try (FileChannel channel =
                FileChannel.open(last.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            LogRecords records = new LogRecords(bytes.flip());
            int whole = records.whole();
            channel.truncate(whole);
            return new Tail(last, whole, records.lines(whole));
        }
    }

    /**
     * Appends whole records.
     *
     * @param offset offset of the first record, at or after the end; a gap means dropped bytes
     * @param dropped lines that the machine has dropped so far
     */
    Tail append(Tail tail, long offset, ByteBuffer records, long dropped) throws IOException {
        Tail end = tail;
        if (end.segment() == null || offset > end.end()) {
            end = begin(offset, end.line() + missing(end, offset, dropped), dropped);
        }
        while (records.hasRemaining()) {
            if (end.size() >= segmentSize()) {
                end = begin(end.end(), end.line(), dropped);
            }
            int room = (int) (segmentSize() - end.size());
            end = write(end, records, new LogRecords(records.slice()).whole(room));
        }
        return end;
    }

    private static long missing(Tail end, long offset, long dropped) {
        return offset > end.end() ? Math.max(0, dropped - end.dropped()) : 0;
    }

    private long segmentSize() {
        return Math.min(MAX_SEGMENT_BYTES, keep / 8);
    }

    /** Deletes old segments first; the newest {@code keep} bytes stay. */
    private Tail begin(long start, long line, long dropped) throws IOException {
        Deque<LogSegment> segments = new ArrayDeque<>(LogSegment.in(directory));
        long held = 0;
        for (LogSegment segment : segments) {
            held += segment.size();
        }
        while (held > keep - segmentSize()) {
            LogSegment oldest = segments.removeFirst();
            held -= oldest.size();
            Files.delete(oldest.file());
        }
        return new Tail(LogSegment.at(directory, start, line, dropped), 0, 0);
    }

    private static Tail write(Tail end, ByteBuffer records, int length) throws IOException {
        LogSegment segment = Objects.requireNonNull(end.segment());
        ByteBuffer piece = records.slice(records.position(), length);
        long lines = new LogRecords(piece).lines(length);
        try (FileChannel channel =
                FileChannel.open(
                        segment.file(),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        StateDirectory.OWNER_FILE)) {
            long position = end.size();
            while (piece.hasRemaining()) {
                position += channel.write(piece, position);
            }
        }
        records.position(records.position() + length);
        return new Tail(segment, end.size() + length, end.lines() + lines);
    }
}

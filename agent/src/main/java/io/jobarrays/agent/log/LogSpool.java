package io.jobarrays.agent.log;

import io.jobarrays.contract.LogRecord;
import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The work's log on the disk, in segments named after the offset of their first byte. Supervisors
 * write it, and drop its oldest segment when there are too many, while we read.
 */
public record LogSpool(Path directory) {
    private static final int MAX_CHUNK_BYTES = LogRecord.HEADER + LogRecord.LARGEST;
    private static final Pattern SEGMENT_NAME = Pattern.compile("\\d{20}");

    /**
     * Whole records.
     *
     * @param segment where they stand
     * @param dropped lines in all segments that were dropped before this one was read
     */
    @SuppressWarnings("ArrayRecordComponent")
    public // compared by nobody
    record Chunk(long segment, long offset, byte[] data, long droppedLines) {
        long end() {
            return offset + data.length;
        }

        long lines() {
            long lines = 0;
            ByteBuffer bytes = ByteBuffer.wrap(data);
            while (bytes.hasRemaining()) {
                for (byte b : LogRecord.take(bytes).orElseThrow().data()) {
                    lines += b == '\n' ? 1 : 0;
                }
            }
            return lines;
        }
    }

    /** The offset of the next byte to be written. */
    public long end() throws IOException {
        NavigableSet<Long> segments = segments();
        return segments.isEmpty() ? 0 : segments.last() + segmentSize(segments.last());
    }

    /** What stands at {@code offset}, or after it where that was dropped. */
    public Optional<Chunk> read(long offset) throws IOException {
        long dropped = readDroppedLines();
        NavigableSet<Long> segments = segments();
        Long segment = segments.floor(offset);
        if (segment == null) {
            segment = segments.isEmpty() ? null : segments.first();
        }
        while (segment != null) {
            long from = Math.max(offset, segment);
            byte[] records = readRecords(segment, from);
            if (records.length > 0) {
                // Else it was dropped just now, and perhaps counted before we looked.
                return Files.exists(segmentFile(segment))
                        ? Optional.of(new Chunk(segment, from, records, dropped))
                        : Optional.empty();
            }
            // Its end, or what a writer that was killed has left there.
            segment = segments.higher(segment);
        }
        return Optional.empty();
    }

    /** False when it was dropped before we could: then all its lines were counted as lost. */
    boolean delete(long segment) throws IOException {
        return Files.deleteIfExists(segmentFile(segment));
    }

    /** The newest stays: its name and size are where the next record begins. */
    void deleteBefore(long segment) throws IOException {
        for (long older : segments().headSet(segment)) {
            delete(older);
        }
    }

    private long readDroppedLines() throws IOException {
        Path dropped = directory.resolve("dropped");
        String text = Files.exists(dropped) ? Files.readString(dropped).strip() : "";
        // A power cut may have left it empty.
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** As many whole records as make a piece; none also when the segment was dropped just now. */
    private byte[] readRecords(long segment, long from) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_CHUNK_BYTES);
        try (FileChannel channel =
                FileChannel.open(segmentFile(segment), StandardOpenOption.READ)) {
            channel.position(from - segment);
            for (int read = 0; read >= 0 && bytes.hasRemaining(); ) {
                read = channel.read(bytes);
            }
        } catch (NoSuchFileException e) {
            bytes.clear();
        }
        bytes.flip();
        return Arrays.copyOf(bytes.array(), wholeRecords(bytes));
    }

    private static int wholeRecords(ByteBuffer bytes) {
        int end = 0;
        try {
            for (int next = endOfRecord(bytes, end); next > end; next = endOfRecord(bytes, end)) {
                end = next;
            }
        } catch (Refusal e) {
            // Not written whole by somebody who was killed: what comes before it is good.
            return end;
        }
        return end;
    }

    private static int endOfRecord(ByteBuffer bytes, int at) {
        int next = at + LogRecord.length(bytes, at).orElse(0);
        return next <= bytes.limit() ? next : at;
    }

    private NavigableSet<Long> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Long> starts =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> SEGMENT_NAME.matcher(name).matches())
                            .map(Long::parseLong)
                            .toList();
            return new TreeSet<>(starts);
        } catch (NoSuchFileException e) {
            return new TreeSet<>();
        }
    }

    private long segmentSize(long segment) throws IOException {
        try {
            return Files.size(segmentFile(segment));
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private Path segmentFile(long segment) {
        return directory.resolve("%020d".formatted(segment));
    }
}

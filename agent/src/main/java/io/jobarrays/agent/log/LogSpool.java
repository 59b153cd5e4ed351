package io.jobarrays.agent.log;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.LogRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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
 * Log of the work on disk, in segments named after the offset of their first byte. Supervisors
 * write it and drop the oldest segment above the size limit while the agent reads.
 */
public record LogSpool(Path directory) {
    private static final int MAX_CHUNK_BYTES = LogRecord.HEADER + LogRecord.LARGEST;
    private static final Pattern SEGMENT_NAME = Pattern.compile("\\d{20}");

    /**
     * Complete log records.
     *
     * @param segment segment that holds the records
     * @param droppedLines lines of all segments dropped before this chunk was read
     */
    @SuppressWarnings("ArrayRecordComponent")
    public // never compared
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

        private String text() {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            ByteBuffer bytes = ByteBuffer.wrap(data);
            while (bytes.hasRemaining()) {
                text.writeBytes(LogRecord.take(bytes).orElseThrow().data());
            }
            return text.toString(StandardCharsets.UTF_8);
        }
    }

    /** Offset of the next byte to be written. */
    public long end() throws IOException {
        NavigableSet<Long> segments = segments();
        return segments.isEmpty() ? 0 : segments.last() + segmentSize(segments.last());
    }

    /** Appends a record without regard to the size limit, which only long logs reach. */
    public void append(LogRecord record) throws IOException {
        Files.createDirectories(directory);
        NavigableSet<Long> segments = segments();
        Files.write(
                segmentFile(segments.isEmpty() ? 0 : segments.last()),
                record.bytes(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Reads the chunk at {@code offset}, or the first one after it when that was dropped. */
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
                // If it was dropped after the count was read, the count would be wrong.
                return Files.exists(segmentFile(segment))
                        ? Optional.of(new Chunk(segment, from, records, dropped))
                        : Optional.empty();
            }
            // End of the segment, or an incomplete record of a killed writer.
            segment = segments.higher(segment);
        }
        return Optional.empty();
    }

    /** The last bytes of the newest segment as text, from the begin of a record. */
    public String tail(int bytes) throws IOException {
        NavigableSet<Long> segments = segments();
        long end = end();
        String text = "";
        Optional<Chunk> chunk = segments.isEmpty() ? Optional.empty() : read(segments.last());
        // A process that the work left behind may write on.
        while (chunk.isPresent() && chunk.get().offset() < end) {
            String longer = text + chunk.get().text();
            text = longer.substring(Math.max(0, longer.length() - bytes));
            chunk = read(chunk.get().end());
        }
        return text;
    }

    /** Returns false when the supervisor dropped it first and counted its lines as lost. */
    boolean delete(long segment) throws IOException {
        return Files.deleteIfExists(segmentFile(segment));
    }

    /** Never deletes the newest segment: its name and size give the offset of the next record. */
    void deleteBefore(long segment) throws IOException {
        for (long older : segments().headSet(segment)) {
            delete(older);
        }
    }

    private long readDroppedLines() throws IOException {
        Path dropped = directory.resolve("dropped");
        String text = Files.exists(dropped) ? Files.readString(dropped).strip() : "";
        // Empty after a power failure.
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** Complete records up to the chunk limit; empty when the segment was dropped meanwhile. */
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
            // Incomplete record of a killed writer; the records before it are valid.
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

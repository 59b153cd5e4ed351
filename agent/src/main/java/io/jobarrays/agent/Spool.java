package io.jobarrays.agent;

import io.jobarrays.contract.LogRecord;
import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
record Spool(Path directory) {
    private static final int PIECE = LogRecord.HEADER + LogRecord.LARGEST;
    private static final Pattern SEGMENT = Pattern.compile("\\d{20}");

    /**
     * Whole records.
     *
     * @param droppedLines so far, all of them before {@code offset}
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Piece(long offset, byte[] data, long droppedLines) {
        long end() {
            return offset + data.length;
        }
    }

    /** The offset of the next byte to be written. */
    long end() throws IOException {
        NavigableSet<Long> segments = segments();
        return segments.isEmpty() ? 0 : segments.last() + size(segments.last());
    }

    /**
     * What stands at {@code offset}, or after it where that was dropped. Supervisors do not count
     * it as lost any more.
     */
    Optional<Piece> take(long offset) throws IOException {
        NavigableSet<Long> segments = segments();
        Long segment = segments.floor(offset);
        if (segment == null) {
            segment = segments.isEmpty() ? null : segments.first();
        }
        while (segment != null) {
            long from = Math.max(offset, segment);
            ByteBuffer records = records(segment, from);
            if (records.hasRemaining()) {
                return taken(segment, from, records);
            }
            // Its end, or what a writer that was killed has left there.
            segment = segments.higher(segment);
        }
        return Optional.empty();
    }

    /** What {@link #take} gave was not sent after all. */
    void giveBack(Piece piece) throws IOException {
        markTaken(piece.offset());
    }

    /** Everything before {@code offset} need not be kept. */
    void forget(long offset) throws IOException {
        NavigableSet<Long> segments = segments();
        for (long segment : segments) {
            Long next = segments.higher(segment);
            // The newest stays: its name and size are where the next record begins.
            if (next == null || next > offset) {
                return;
            }
            Files.deleteIfExists(file(segment));
        }
    }

    long droppedLines() throws IOException {
        Path dropped = directory.resolve("dropped");
        return Files.exists(dropped) ? Long.parseLong(Files.readString(dropped).strip()) : 0;
    }

    private Optional<Piece> taken(long segment, long from, ByteBuffer records) throws IOException {
        byte[] data = new byte[records.remaining()];
        records.get(data);
        markTaken(from + data.length);
        long dropped = droppedLines();
        // Gone meanwhile: a supervisor may have counted its lines before it could know.
        return Files.exists(file(segment))
                ? Optional.of(new Piece(from, data, dropped))
                : Optional.empty();
    }

    private void markTaken(long offset) throws IOException {
        Path fresh = Files.writeString(directory.resolve("taken.new"), "" + offset);
        Files.move(fresh, directory.resolve("taken"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** As many whole records as make a piece; none also when the segment was dropped just now. */
    private ByteBuffer records(long segment, long from) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PIECE);
        try (FileChannel channel = FileChannel.open(file(segment), StandardOpenOption.READ)) {
            channel.position(from - segment);
            for (int read = 0; read >= 0 && bytes.hasRemaining(); ) {
                read = channel.read(bytes);
            }
        } catch (NoSuchFileException e) {
            bytes.clear();
        }
        bytes.flip();
        return bytes.limit(wholeRecords(bytes));
    }

    private static int wholeRecords(ByteBuffer bytes) {
        int end = 0;
        try {
            for (int next = after(bytes, end); next > end; next = after(bytes, end)) {
                end = next;
            }
        } catch (Refusal e) {
            // Not written whole by somebody who was killed: what comes before it is good.
            return end;
        }
        return end;
    }

    private static int after(ByteBuffer bytes, int at) {
        int next = at + LogRecord.length(bytes, at).orElse(0);
        return next <= bytes.limit() ? next : at;
    }

    private NavigableSet<Long> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Long> starts =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> SEGMENT.matcher(name).matches())
                            .map(Long::parseLong)
                            .toList();
            return new TreeSet<>(starts);
        } catch (NoSuchFileException e) {
            return new TreeSet<>();
        }
    }

    private long size(long segment) throws IOException {
        try {
            return Files.size(file(segment));
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private Path file(long segment) {
        return directory.resolve("%020d".formatted(segment));
    }
}

package io.jobarrays.agent.log;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.messages.LogRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSpoolTest {
    private static final byte[] RECORD =
            new LogRecord(LogRecord.OUT, 1, "line\n".getBytes(StandardCharsets.UTF_8)).bytes();

    @TempDir Path directory = Path.of("");

    @Test
    void readsChunksAcrossSegments() throws Exception {
        LogSpool spool = new LogSpool(directory);
        writeSegment(0, RECORD);
        writeSegment(RECORD.length, RECORD);

        LogSpool.Chunk first = spool.read(0).orElseThrow();
        LogSpool.Chunk second = spool.read(first.end()).orElseThrow();

        assertThat(first.data()).isEqualTo(RECORD);
        assertThat(second.offset()).isEqualTo(RECORD.length);
        assertThat(spool.read(second.end())).isEmpty();
        assertThat(spool.end()).isEqualTo(second.end());
    }

    @Test
    void tailIsTheEndOfTheNewestSegmentAsText() throws Exception {
        LogSpool spool = new LogSpool(directory);
        assertThat(spool.tail(100)).isEmpty();
        writeSegment(0, RECORD);
        byte[] two = Arrays.copyOf(RECORD, 2 * RECORD.length);
        System.arraycopy(RECORD, 0, two, RECORD.length, RECORD.length);
        writeSegment(RECORD.length, two);

        assertThat(spool.tail(100)).isEqualTo("line\nline\n");
        assertThat(spool.tail(7)).isEqualTo("e\nline\n");
    }

    @Test
    void skipsGapAndReportsDroppedLines() throws Exception {
        writeSegment(5000, RECORD);
        Files.writeString(directory.resolve("dropped"), "17");

        LogSpool.Chunk piece = new LogSpool(directory).read(18).orElseThrow();

        assertThat(piece.offset()).isEqualTo(5000);
        assertThat(piece.droppedLines()).isEqualTo(17);
    }

    @Test
    void skipsIncompleteRecordWhenNextSegmentExists() throws Exception {
        LogSpool spool = new LogSpool(directory);
        writeSegment(0, Arrays.copyOf(RECORD, RECORD.length - 1));
        assertThat(spool.read(0)).isEmpty();

        writeSegment(100, RECORD);

        assertThat(spool.read(0).orElseThrow().offset()).isEqualTo(100);
    }

    @Test
    void chunkHoldsAtMostOneLargestRecord() throws Exception {
        byte[] large = new LogRecord(LogRecord.ERR, 1, new byte[LogRecord.LARGEST]).bytes();
        byte[] both = Arrays.copyOf(RECORD, RECORD.length + large.length);
        System.arraycopy(large, 0, both, RECORD.length, large.length);
        LogSpool spool = new LogSpool(directory);
        writeSegment(0, both);

        assertThat(spool.read(0).orElseThrow().data()).isEqualTo(RECORD);
        assertThat(spool.read(RECORD.length).orElseThrow().data()).isEqualTo(large);
    }

    @Test
    void deletesStoredSegmentsAndKeepsNewest() throws Exception {
        writeSegment(0, RECORD);
        writeSegment(18, RECORD);
        LogProgress progress = new LogProgress("w:1", new LogSpool(directory));

        for (int i = 0; i < 2; i++) {
            progress.stored(requireNonNull(progress.next()).end());
        }

        assertThat(progress.next()).isNull();
        assertThat(Files.exists(segmentFile(0))).isFalse();
        assertThat(Files.exists(segmentFile(18))).isTrue();
    }

    @Test
    void doesNotCountStoredLinesAsDropped() throws Exception {
        writeSegment(0, RECORD);
        writeSegment(18, RECORD);
        LogProgress progress = new LogProgress("w:1", new LogSpool(directory));
        progress.stored(requireNonNull(progress.next()).end());

        // As a supervisor does, which counts all lines of a dropped segment.
        Files.delete(segmentFile(0));
        Files.writeString(directory.resolve("dropped"), "4");
        LogProgress ofTheNextAgent = new LogProgress("w:1", new LogSpool(directory));
        progress.next();
        ofTheNextAgent.next();

        assertThat(progress.droppedLines).isEqualTo(3);
        assertThat(ofTheNextAgent.droppedLines).isEqualTo(3);
    }

    @Test
    void deliversChunkWhoseSegmentWasDroppedInFlight() throws Exception {
        writeSegment(0, RECORD);
        writeSegment(18, RECORD);
        LogProgress progress = new LogProgress("w:1", new LogSpool(directory));
        LogSpool.Chunk first = requireNonNull(progress.next());

        Files.delete(segmentFile(0));
        Files.writeString(directory.resolve("dropped"), "1");

        assertThat(progress.next()).isSameAs(first);
        progress.stored(first.end());
        progress.next();
        assertThat(progress.droppedLines).isZero();
    }

    private void writeSegment(long start, byte[] bytes) throws Exception {
        Files.write(segmentFile(start), bytes);
    }

    private Path segmentFile(long start) {
        return directory.resolve("%020d".formatted(start));
    }
}

package io.jobarrays.agent.log;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.LogRecord;
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
    void piecesGoOnFromSegmentToSegment() throws Exception {
        LogSpool spool = new LogSpool(directory);
        segment(0, RECORD);
        segment(RECORD.length, RECORD);

        LogSpool.Piece first = spool.read(0).orElseThrow();
        LogSpool.Piece second = spool.read(first.end()).orElseThrow();

        assertThat(first.data()).isEqualTo(RECORD);
        assertThat(second.offset()).isEqualTo(RECORD.length);
        assertThat(spool.read(second.end())).isEmpty();
        assertThat(spool.end()).isEqualTo(second.end());
    }

    @Test
    void afterAGapItGoesOnWithWhatIsLeftAndSaysHowMuchIsLost() throws Exception {
        segment(5000, RECORD);
        Files.writeString(directory.resolve("dropped"), "17");

        LogSpool.Piece piece = new LogSpool(directory).read(18).orElseThrow();

        assertThat(piece.offset()).isEqualTo(5000);
        assertThat(piece.dropped()).isEqualTo(17);
    }

    @Test
    void aRecordThatIsNotWholeWaitsAndIsPassedOverOnceThereIsAnotherSegment() throws Exception {
        LogSpool spool = new LogSpool(directory);
        segment(0, Arrays.copyOf(RECORD, RECORD.length - 1));
        assertThat(spool.read(0)).isEmpty();

        segment(100, RECORD);

        assertThat(spool.read(0).orElseThrow().offset()).isEqualTo(100);
    }

    @Test
    void aPieceIsNeverMoreThanOneLargestRecord() throws Exception {
        byte[] large = new LogRecord(LogRecord.ERR, 1, new byte[LogRecord.LARGEST]).bytes();
        byte[] both = Arrays.copyOf(RECORD, RECORD.length + large.length);
        System.arraycopy(large, 0, both, RECORD.length, large.length);
        LogSpool spool = new LogSpool(directory);
        segment(0, both);

        assertThat(spool.read(0).orElseThrow().data()).isEqualTo(RECORD);
        assertThat(spool.read(RECORD.length).orElseThrow().data()).isEqualTo(large);
    }

    @Test
    void whatTheServerHasIsDeletedAndTheNewestSegmentStays() throws Exception {
        segment(0, RECORD);
        segment(18, RECORD);
        LogProgress progress = new LogProgress("w:1", new LogSpool(directory));

        for (int i = 0; i < 2; i++) {
            progress.stored(requireNonNull(progress.next()).end());
        }

        assertThat(progress.next()).isNull();
        assertThat(Files.exists(file(0))).isFalse();
        assertThat(Files.exists(file(18))).isTrue();
    }

    @Test
    void aLineThatWasDroppedAfterItWasStoredIsNotLost() throws Exception {
        segment(0, RECORD);
        segment(18, RECORD);
        LogProgress progress = new LogProgress("w:1", new LogSpool(directory));
        progress.stored(requireNonNull(progress.next()).end());

        // As a supervisor does, which does not know of that.
        Files.delete(file(0));
        Files.writeString(directory.resolve("dropped"), "4");
        LogProgress ofTheNextAgent = new LogProgress("w:1", new LogSpool(directory));
        progress.next();
        ofTheNextAgent.next();

        assertThat(progress.dropped).isEqualTo(3);
        assertThat(ofTheNextAgent.dropped).isEqualTo(3);
    }

    @Test
    void aPieceThatIsDroppedOnItsWayIsStillDelivered() throws Exception {
        segment(0, RECORD);
        segment(18, RECORD);
        LogProgress progress = new LogProgress("w:1", new LogSpool(directory));
        LogSpool.Piece first = requireNonNull(progress.next());

        Files.delete(file(0));
        Files.writeString(directory.resolve("dropped"), "1");

        assertThat(progress.next()).isSameAs(first);
        progress.stored(first.end());
        progress.next();
        assertThat(progress.dropped).isZero();
    }

    private void segment(long start, byte[] bytes) throws Exception {
        Files.write(file(start), bytes);
    }

    private Path file(long start) {
        return directory.resolve("%020d".formatted(start));
    }
}

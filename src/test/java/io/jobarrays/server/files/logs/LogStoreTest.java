package io.jobarrays.server.files.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.LogRecord;
import io.jobarrays.server.files.FileMeters;
import io.jobarrays.server.files.TestMeters;
import io.jobarrays.server.state.StateDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStoreTest {
    private static final String ARRAY = "compute-20260113-abc123";
    private static final long KEEP = LogStore.keep(1);

    @TempDir Path state = Path.of("unset");
    private LogStore logs = new LogStore(new StateDirectory(state), TestMeters.files(state));

    @BeforeEach
    void open() {
        logs = new LogStore(new StateDirectory(state), TestMeters.files(state));
    }

    @Test
    void storesConsecutiveChunks() throws IOException {
        append(0, out("one\n"));
        long held = append(17, out("two\n"));

        assertThat(held).isEqualTo(34);
        assertThat(text(LogQuery.ALL)).isEqualTo("one\ntwo\n");
    }

    @Test
    void storesRepeatedChunkOnce() throws IOException {
        append(0, out("one\n"));

        long again = append(0, out("one\n"));
        long longer = append(0, out("one\n"), out("two\n"));

        assertThat(again).isEqualTo(17);
        assertThat(longer).isEqualTo(34);
        assertThat(text(LogQuery.ALL)).isEqualTo("one\ntwo\n");
    }

    @Test
    void measuresNewBytesAndDroppedLines() throws IOException {
        MeterRegistry registry = new SimpleMeterRegistry();
        StateDirectory directory = new StateDirectory(state);
        logs = new LogStore(directory, new FileMeters(registry, directory));

        append(0, out("one\n"));
        append(0, out("one\n"), out("two\n"));
        logs.append(piece(1, 1000, 12, out("late\n")), KEEP);
        logs.append(piece(1, 2000, 15, out("more\n")), KEEP);

        assertThat(registry.get("spawn.logs.stored").counter().count()).isEqualTo(2 * 17 + 2 * 18);
        assertThat(registry.get("spawn.logs.dropped").counter().count()).isEqualTo(15);
    }

    @Test
    void marksDroppedLinesWhereTheyAreMissing() throws IOException {
        append(0, out("one\n"));
        logs.append(piece(1, 1000, 12_345, out("late\n")), KEEP);
        logs.append(piece(1, 1018, 12_345, out("later\n")), KEEP);

        LogText log = logs.read(ARRAY, 3, LogQuery.ALL);

        assertThat(string(log))
                .isEqualTo("one\n[… 12345 lines were dropped here …]\nlate\nlater\n");
        assertThat(log.droppedLines()).isEqualTo(12_345);
    }

    @Test
    void startsNewLineAfterAGapInALine() throws IOException {
        append(0, out("half"));
        logs.append(piece(1, 100, 1, out("rest\n")), KEEP);

        assertThat(text(LogQuery.ALL)).isEqualTo("half\n[… 1 line was dropped here …]\nrest\n");
    }

    @Test
    void keepsNewestBytesAndCountsDroppedLines() throws IOException {
        int written = lines(0, 0, 3000);

        LogText log = logs.read(ARRAY, 3, LogQuery.ALL);
        String text = string(log);
        long shown = text.lines().count() - 1;

        assertThat(log.droppedLines()).isEqualTo(3000 - shown);
        assertThat(text)
                .startsWith("[… %d lines were dropped here …]\n".formatted(3000 - shown))
                .endsWith("line 2999\n");
        assertThat(bytesOnDisk()).isBetween((64L << 10) * 3 / 4, 64L << 10);
        assertThat(written).isGreaterThan(64 << 10);
    }

    @Test
    void followerReadsNewLinesAndDroppedCount() throws IOException {
        int written = lines(0, 0, 100);
        LogText first = logs.read(ARRAY, 3, LogQuery.ALL);
        assertThat(string(first)).endsWith("line 99\n");

        lines(written, 100, 101);
        LogText second = logs.read(ARRAY, 3, from(first.next()));
        assertThat(string(second)).isEqualTo("line 100\n");

        lines((int) second.next().offset(), 101, 9000);
        String third = string(logs.read(ARRAY, 3, from(second.next())));
        long missed = 9000 - 101 - (third.lines().count() - 1);
        assertThat(third).startsWith("[… %d lines were dropped here …]\n".formatted(missed));
    }

    @Test
    void followerReadsNoLineTwice() throws IOException {
        append(0, out("one\n"));
        LogPosition next = logs.read(ARRAY, 3, LogQuery.ALL).next();
        append(17, out("two\n"));

        Files.write(segments().getFirst().file(), new byte[17], StandardOpenOption.WRITE);

        assertThat(string(logs.read(ARRAY, 3, from(next)))).isEqualTo("two\n");
    }

    @Test
    void truncatesIncompleteRecordAfterACrash() throws IOException {
        append(0, out("one\n"));
        Path file = segments().getFirst().file();
        Files.write(file, new byte[] {'o', 0, 0, 0}, StandardOpenOption.APPEND);

        logs = new LogStore(new StateDirectory(state), TestMeters.files(state));
        LogText before = logs.read(ARRAY, 3, LogQuery.ALL);
        long held = append(17, out("two\n"));

        assertThat(string(before)).isEqualTo("one\n");
        assertThat(before.next().offset()).isEqualTo(17);
        assertThat(held).isEqualTo(34);
        assertThat(text(LogQuery.ALL)).isEqualTo("one\ntwo\n");
    }

    @Test
    void continuesLineNumbersAfterARestart() throws IOException {
        append(0, out("one\ntwo\n"));

        logs = new LogStore(new StateDirectory(state), TestMeters.files(state));
        append(21, out("three\n"));

        assertThat(logs.read(ARRAY, 3, LogQuery.ALL).next().line()).isEqualTo(3);
    }

    @Test
    void selectsStreamAndTime() throws IOException {
        append(
                0,
                record('o', 1000, "old\n"),
                record('e', 5000, "err\n"),
                record('o', 5000, "new\n"));

        assertThat(text(new LogQuery(null, LogPosition.BEGIN, 'e', null))).isEqualTo("err\n");
        assertThat(text(new LogQuery(null, LogPosition.BEGIN, null, Instant.ofEpochSecond(2))))
                .isEqualTo("err\nnew\n");
    }

    @Test
    void givesRecordsWithTheirTime() throws IOException {
        append(0, record('o', 1000, "a\n"), record('o', 5000, "b\n"));
        LogQuery query = new LogQuery(null, LogPosition.BEGIN, null, null, true);

        ByteBuffer records = ByteBuffer.wrap(logs.read(ARRAY, 3, query).text().readAllBytes());

        assertThat(LogRecord.take(records).orElseThrow().millis()).isEqualTo(1000);
        LogRecord second = LogRecord.take(records).orElseThrow();
        assertThat(second.millis()).isEqualTo(5000);
        assertThat(new String(second.data(), StandardCharsets.UTF_8)).isEqualTo("b\n");
        assertThat(records.hasRemaining()).isFalse();
    }

    @Test
    void readsAttemptsInOrderOrSingly() throws IOException {
        logs.append(piece(10, 0, 0, out("tenth\n")), KEEP);
        logs.append(piece(9, 0, 0, out("ninth\n")), KEEP);

        assertThat(text(LogQuery.ALL)).isEqualTo("ninth\ntenth\n");
        assertThat(text(new LogQuery(10, LogPosition.BEGIN, null, null))).isEqualTo("tenth\n");
        assertThat(text(new LogQuery(11, LogPosition.BEGIN, null, null))).isEmpty();
        assertThat(text(from(new LogPosition(9, 19, 1)))).isEqualTo("tenth\n");
        assertThat(string(logs.read(ARRAY, 4, LogQuery.ALL))).isEmpty();
    }

    @Test
    void refusesIncompleteRecordsAndInvalidOffsets() throws IOException {
        append(0, out("one\n"));
        ByteBuffer torn = ByteBuffer.wrap(out("two\n"), 0, 15).slice();

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> logs.append(new LogChunk(ARRAY, 3, 1, 17, 0, torn), KEEP));
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> LogPosition.parse("12"));
        assertThat(text(from(new LogPosition(1, 5, 0)))).isEmpty();
    }

    @Test
    void keepsLessPerMemberInLargeArrays() {
        assertThat(LogStore.keep(1)).isEqualTo(16 << 20);
        assertThat(LogStore.keep(1024)).isEqualTo(1 << 20);
        assertThat(LogStore.keep(100_000)).isEqualTo(64 << 10);
    }

    @Test
    void deletesAllFilesOfAnArray() throws IOException {
        append(0, out("one\n"));

        logs.delete(ARRAY);

        assertThat(text(LogQuery.ALL)).isEmpty();
        assertThat(append(0, out("one\n"))).isEqualTo(17);
    }

    private long append(long offset, byte[]... records) {
        return logs.append(piece(1, offset, 0, records), KEEP);
    }

    /** With room for 64 KiB; gives where they end. */
    private int lines(int offset, int from, int to) {
        int at = offset;
        for (int i = from; i < to; i++) {
            byte[] entry = out("line %d\n".formatted(i));
            logs.append(piece(1, at, 0, entry), 64 << 10);
            at += entry.length;
        }
        return at;
    }

    private static LogChunk piece(int attempt, long offset, long dropped, byte[]... records) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] one : records) {
            all.writeBytes(one);
        }
        return new LogChunk(ARRAY, 3, attempt, offset, dropped, ByteBuffer.wrap(all.toByteArray()));
    }

    private static byte[] out(String text) {
        return record(LogRecord.OUT, 0, text);
    }

    private static byte[] record(char stream, long millis, String text) {
        return new LogRecord(stream, millis, text.getBytes(UTF_8)).bytes();
    }

    private static LogQuery from(LogPosition position) {
        return new LogQuery(null, position, null, null);
    }

    private String text(LogQuery query) throws IOException {
        return string(logs.read(ARRAY, 3, query));
    }

    private static String string(LogText log) throws IOException {
        try (var text = log.text()) {
            return new String(text.readAllBytes(), UTF_8);
        }
    }

    private List<LogSegment> segments() {
        return LogSegment.in(state.resolve("logs/" + ARRAY + "/3/1"));
    }

    private long bytesOnDisk() {
        return segments().stream().mapToLong(one -> one.file().toFile().length()).sum();
    }
}

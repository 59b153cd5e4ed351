package io.jobarrays.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.files.Logs.Held;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
    private static final String ARRAY = "compute-20260113-abc123";

    @TempDir Path state = Path.of("unset");
    private Logs logs = new Logs(new StateDirectory(state));

    @BeforeEach
    void open() {
        logs = new Logs(new StateDirectory(state));
    }

    @Test
    void piecesThatFollowEachOtherAreKept() throws IOException {
        append(0, "one\n");
        Held held = append(4, "two\n");

        assertThat(held).isEqualTo(new Held(8, false));
        assertThat(text(logs.read(ARRAY, 3))).isEqualTo("one\ntwo\n");
    }

    @Test
    void aPieceFromElsewhereIsAnsweredWithWhereToContinue() throws IOException {
        append(0, "one\n");

        Held repeated = append(0, "one\n");
        Held ahead = append(100, "later\n");

        assertThat(repeated).isEqualTo(new Held(4, false));
        assertThat(ahead).isEqualTo(new Held(4, false));
        assertThat(text(logs.read(ARRAY, 3))).isEqualTo("one\n");
    }

    @Test
    void attemptsFollowEachOtherAndCanBeReadAlone() throws IOException {
        logs.append(ARRAY, 3, 10, 0, "tenth\n".getBytes(UTF_8));
        logs.append(ARRAY, 3, 9, 0, "ninth\n".getBytes(UTF_8));

        assertThat(text(logs.read(ARRAY, 3))).isEqualTo("ninth\ntenth\n");
        assertThat(text(logs.read(ARRAY, 3, 10, 2))).isEqualTo("nth\n");
        assertThat(text(logs.read(ARRAY, 3, 11, 0))).isEmpty();
        assertThat(text(logs.read(ARRAY, 4))).isEmpty();
    }

    @Test
    void aFullLogTakesNoMore() {
        byte[] mebibyte = new byte[1024 * 1024];
        for (int i = 0; i < 15; i++) {
            logs.append(ARRAY, 3, 1, i * 1024L * 1024, mebibyte);
        }

        Held almost = logs.append(ARRAY, 3, 1, 15L * 1024 * 1024, new byte[1024 * 1024 - 1]);
        Held full = logs.append(ARRAY, 3, 1, almost.offset(), new byte[5]);
        Held more = logs.append(ARRAY, 3, 1, full.offset(), new byte[5]);

        assertThat(almost.full()).isFalse();
        assertThat(full).isEqualTo(new Held(Logs.LIMIT, true));
        assertThat(more).isEqualTo(new Held(Logs.LIMIT, true));
    }

    @Test
    void anArrayIsForgotten() throws IOException {
        append(0, "one\n");

        logs.delete(ARRAY);

        assertThat(text(logs.read(ARRAY, 3))).isEmpty();
    }

    private Held append(long offset, String text) {
        return logs.append(ARRAY, 3, 1, offset, text.getBytes(UTF_8));
    }

    private static String text(InputStream log) throws IOException {
        try (log) {
            return new String(log.readAllBytes(), UTF_8);
        }
    }
}

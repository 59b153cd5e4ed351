package io.jobarrays.server.files.archives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.Sha256;
import io.jobarrays.server.files.TestMeters;
import io.jobarrays.server.problems.Refused;
import io.jobarrays.server.state.StateDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleStoreTest {
    @TempDir Path state = Path.of("unset");
    private BundleStore bundles =
            new BundleStore(new StateDirectory(state), TestMeters.files(state), Clock.systemUTC());

    @BeforeEach
    void open() {
        bundles =
                new BundleStore(
                        new StateDirectory(state), TestMeters.files(state), Clock.systemUTC());
    }

    @Test
    void storesBundleOnceUnderItsHash() throws IOException {
        byte[] packed = new TarGzFixture().file("./setup.sh", "echo hello\n").bytes();
        String sha256 = Sha256.of(packed);

        boolean first = bundles.put(sha256, new ByteArrayInputStream(packed));
        boolean second = bundles.put(sha256, InputStream.nullInputStream());

        assertThat(first).isTrue();
        assertThat(second).isFalse();
        Path kept = bundles.find(sha256).orElseThrow();
        assertThat(kept).hasBinaryContent(packed);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        assertThat(leftovers()).containsExactly(kept);
    }

    @Test
    void readsFileOfBundleAsText() {
        byte[] packed =
                new TarGzFixture().file("./setup.sh", "echo é\n").file("bin/run", "").bytes();
        String sha256 = Sha256.of(packed);
        bundles.put(sha256, new ByteArrayInputStream(packed));

        assertThat(bundles.text(sha256, "setup.sh")).contains("echo é\n");
        assertThat(bundles.text(sha256, "./bin/run")).contains("");
        assertThat(bundles.text(sha256, "missing")).isEmpty();
        assertThat(bundles.text("0".repeat(64), "setup.sh")).isEmpty();
    }

    @Test
    void namesScriptsThatDoNotRunOnLinux() {
        byte[] packed =
                new TarGzFixture()
                        .file("run.sh", "echo one\r\n")
                        .file("bin/work", "#!/usr/bin/env python3\r\nprint(1)\r\n")
                        .file("bin/mixed", "#!/bin/bash\necho one\r\n")
                        .file("marked", "\uFEFF#!/bin/sh\necho one\n")
                        .file("good.sh", "#!/bin/sh\nprintf 'a\\r\\n'\n")
                        .file("good.py", "#!/usr/bin/env python3\nprint(1)\r\n")
                        .file("table.csv", "\uFEFFa,b\r\n1,2\r\n")
                        .bytes();
        String sha256 = Sha256.of(packed);
        bundles.put(sha256, new ByteArrayInputStream(packed));

        assertThat(bundles.warning(sha256))
                .hasValueSatisfying(
                        it ->
                                assertThat(it)
                                        .startsWith(
                                                "files: run.sh, bin/work, bin/mixed, marked: Windows line ends"));
        assertThat(bundles.warning("0".repeat(64))).isEmpty();
    }

    @Test
    void namesFiveScriptsAndTheNumberOfTheOthers() {
        TarGzFixture archive = new TarGzFixture();
        for (int i = 0; i < 7; i++) {
            archive.file(i + ".sh", "echo\r\n");
        }
        byte[] packed = archive.bytes();
        bundles.put(Sha256.of(packed), new ByteArrayInputStream(packed));

        assertThat(bundles.warning(Sha256.of(packed)).orElse(""))
                .startsWith("files: 0.sh, 1.sh, 2.sh, 3.sh, 4.sh and 2 more: ");
    }

    @Test
    void refusesOtherHashAndLeavesNoFile() {
        InputStream packed = new TarGzFixture().file("a", "1").stream();

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> bundles.put("0".repeat(64), packed))
                .withMessageContaining("announced as SHA-256 0000")
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(422));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void refusesOversizedBundleWithoutReadingAll() {
        InputStream endless = new Endless();

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> bundles.put("0".repeat(64), endless))
                .withMessage("a bundle (--files) may hold 64 MiB; this is more")
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(413));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void refusesDecompressionBomb() {
        byte[] packed = TarGzFixture.claiming(1025L * 1024 * 1024);

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> bundles.put(Sha256.of(packed), new ByteArrayInputStream(packed)))
                .withMessageContaining("may unpack to 1024 MiB");
    }

    @Test
    void refusesHolesOfSparseFilesLikeBytes() throws Exception {
        String pack =
                "for i in 1 2 3 4 5 6; do truncate -s 200M $i; done; tar --sparse -cz ? | cat";
        Path files = Files.createDirectory(state.resolve("files"));
        Process tar = new ProcessBuilder("sh", "-c", pack).directory(files.toFile()).start();
        byte[] packed = tar.getInputStream().readAllBytes();

        assertThat(packed).isNotEmpty().hasSizeLessThan(1024);
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> bundles.put(Sha256.of(packed), new ByteArrayInputStream(packed)))
                .withMessage(
                        "a bundle (--files) may unpack to 1024 MiB; this archive unpacks to more than 1024 MiB")
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(413));
    }

    @Test
    void refusesInvalidArchive() {
        byte[] text = "hello".getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> bundles.put(Sha256.of(text), new ByteArrayInputStream(text)))
                .withMessageContaining("must be a tar.gz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "../../../../etc/passwd"})
    void refusesInvalidHash(String sha256) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> bundles.find(sha256));
    }

    private List<Path> leftovers() {
        try (var files = Files.walk(state)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that never stops sending. */
    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 'x';
        }

        @Override
        public int read(byte[] into, int from, int length) {
            return length;
        }
    }
}

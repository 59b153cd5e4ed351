package io.jobarrays.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.cli.base.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleArchiveTest {
    @TempDir Path directory = Path.of("");

    @Test
    void packsSameContentToSameBytes() throws IOException {
        write("b/two.txt", "two");
        write("a.txt", "one");
        String first = sha256();
        Files.setLastModifiedTime(directory.resolve("a.txt"), FileTime.from(Instant.EPOCH));

        assertThat(sha256()).isEqualTo(first);

        write("a.txt", "other");
        assertThat(sha256()).isNotEqualTo(first);
    }

    @Test
    void keepsExecutableBitsEmptyDirectoriesAndInnerLinks() throws IOException {
        write("run.sh", "#!/bin/sh\n");
        Files.setPosixFilePermissions(
                directory.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-x---"));
        write("plain.txt", "x");
        Files.createDirectories(directory.resolve("empty/deeper"));
        Files.createSymbolicLink(directory.resolve("empty/link"), Path.of("../plain.txt"));

        Map<String, TarArchiveEntry> entries = entries();

        assertThat(entries.keySet())
                .containsExactly("empty/", "empty/deeper/", "empty/link", "plain.txt", "run.sh");
        assertThat(mode(entries, "run.sh")).isEqualTo(0755);
        assertThat(mode(entries, "plain.txt")).isEqualTo(0644);
        assertThat(entries)
                .extractingByKey("empty/link")
                .extracting(TarArchiveEntry::getLinkName)
                .isEqualTo("../plain.txt");
        assertThat(entries.values())
                .allMatch(it -> it.getLongUserId() == 0 && it.getUserName().isEmpty());
    }

    @Test
    void excludesIgnoredFiles() throws IOException {
        write(".spawnignore", "*.log\ncache/\n!keep.log\n");
        write("a.log", "");
        write("keep.log", "");
        write("cache/big.bin", "");
        write("src/cache.py", "");

        assertThat(entries().keySet())
                .containsExactly(".spawnignore", "keep.log", "src/", "src/cache.py");
    }

    @Test
    void keepsLongAndNonAsciiNames() throws IOException {
        String name = "ü".repeat(60) + "/" + "long-".repeat(30) + ".txt";
        write(name, "x");

        assertThat(entries().keySet()).contains(name);
    }

    @Test
    void refusesLinksThatLeaveTheDirectory() throws IOException {
        for (String target : List.of("../secret", "/etc/passwd", "a/../../secret")) {
            Path link = directory.resolve("link");
            Files.createSymbolicLink(link, Path.of(target));

            assertThatThrownBy(() -> BundleArchive.pack(directory))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("the link link leads out of the directory, to " + target);
            Files.delete(link);
        }
    }

    @Test
    void refusesBundleOverLimitWithSize() throws IOException {
        byte[] noise = new byte[3 << 20];
        new Random(1).nextBytes(noise);
        Files.write(directory.resolve("noise"), noise);

        assertThatThrownBy(() -> BundleArchive.pack(directory, 1 << 20))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("larger than 1.0 MiB packed (1 files, 3.0 MiB unpacked)")
                .hasMessageContaining(".spawnignore");
    }

    @Test
    void refusesPathThatIsNoDirectory() {
        assertThatThrownBy(() -> BundleArchive.pack(directory.resolve("none")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("there is no directory");
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, content);
    }

    private static int mode(Map<String, TarArchiveEntry> entries, String name) {
        return Objects.requireNonNull(entries.get(name)).getMode() & 0777;
    }

    private String sha256() {
        try (BundleArchive bundle = BundleArchive.pack(directory)) {
            return bundle.sha256();
        }
    }

    private Map<String, TarArchiveEntry> entries() throws IOException {
        Map<String, TarArchiveEntry> entries = new TreeMap<>();
        try (BundleArchive bundle = BundleArchive.pack(directory);
                var tar =
                        new TarArchiveInputStream(
                                new GZIPInputStream(Files.newInputStream(bundle.file())),
                                "UTF-8")) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), entry);
            }
        }
        return entries;
    }
}

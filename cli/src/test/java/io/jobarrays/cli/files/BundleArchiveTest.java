package io.jobarrays.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.contract.FileName;
import io.jobarrays.contract.archives.TarFormat;
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
    void packsSameContentModesAndTimesToSameBytes() throws IOException {
        write("b/two.txt", "two");
        write("a.txt", "one");
        String first = sha256();

        assertThat(sha256()).isEqualTo(first);

        Files.setLastModifiedTime(directory.resolve("a.txt"), FileTime.from(Instant.EPOCH));
        assertThat(sha256()).isNotEqualTo(first);
    }

    @Test
    void writesTimeOfFileIntoItsHeader() throws IOException {
        write("old.txt", "x");
        Path file = directory.resolve("old.txt");
        FileTime time = FileTime.from(Instant.parse("2011-12-13T14:15:16.171819202Z"));
        Files.setLastModifiedTime(file, time);

        BundleHeader header = BundleHeader.of(new BundleEntry.File("old.txt", file, 1));

        assertThat(header.getLastModifiedTime().toInstant())
                .isEqualTo(Instant.parse("2011-12-13T14:15:16Z"));
    }

    @Test
    void keepsModesTimesEmptyDirectoriesAndInnerLinks() throws IOException {
        write("run.sh", "#!/bin/sh\n");
        Files.setPosixFilePermissions(
                directory.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-x---"));
        write("plain.txt", "x");
        FileTime time = FileTime.from(Instant.parse("2011-12-13T14:15:16.171819202Z"));
        Files.setLastModifiedTime(directory.resolve("plain.txt"), time);
        Files.createDirectories(directory.resolve("empty/deeper"));
        Files.setPosixFilePermissions(
                directory.resolve("empty"), PosixFilePermissions.fromString("rwx------"));
        Files.createSymbolicLink(directory.resolve("empty/link"), Path.of("../plain.txt"));

        Map<String, TarArchiveEntry> entries = entries();

        assertThat(entries.keySet())
                .containsExactly("empty/", "empty/deeper/", "empty/link", "plain.txt", "run.sh");
        assertThat(mode(entries, "run.sh")).isEqualTo(0750);
        assertThat(mode(entries, "empty/")).isEqualTo(0700);
        assertThat(Objects.requireNonNull(entries.get("plain.txt")).getLastModifiedTime())
                .isEqualTo(time);
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
        for (String other : List.of("caf\uDCE9", "caf\uDCE8", "two\nlines")) {
            Files.createFile(FileName.resolve(directory, other));
        }

        assertThat(entries().keySet()).contains(name, "caf\uDCE9", "caf\uDCE8", "two\nlines");
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
                                TarFormat.ENCODING)) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String header = entry.getExtraPaxHeader(TarFormat.BYTES_HEADER);
                entries.put(TarFormat.read(entry.getName(), header), entry);
            }
        }
        return entries;
    }
}

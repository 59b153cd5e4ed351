package io.jobarrays.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.FileName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputArchiveTest {
    @TempDir Path temporary = Path.of("");
    private Path directory = Path.of("");
    private Path archive = Path.of("");

    @BeforeEach
    void createPaths() throws Exception {
        directory = Files.createDirectory(temporary.resolve("work"));
        archive = temporary.resolve("o.tar.gz");
    }

    @Test
    void keepsNamesModesTimesLinksAndEmptyDirectories() throws Exception {
        createOddFiles();
        Map<String, String> before = tree(directory);

        CollectedOutputs packed = OutputArchive.pack(collect("**"), archive, FileRights.ofAgent());
        Tarball.unpack(archive, temporary.resolve("out"), "", new LaidOutFiles());

        assertThat(packed.leftOut()).isEmpty();
        assertThat(tree(temporary.resolve("out"))).isEqualTo(before).hasSizeGreaterThan(250);
    }

    @Test
    void tarUnpacksTheSameNames() throws Exception {
        createOddFiles();
        OutputArchive.pack(collect("**"), archive, FileRights.ofAgent());
        Path out = Files.createDirectory(temporary.resolve("out"));

        Process tar =
                new ProcessBuilder("tar", "-xzf", "" + archive, "-C", "" + out)
                        .redirectErrorStream(true)
                        .start();
        tar.inputReader().readAllAsString();

        assertThat(tar.waitFor()).isZero();
        assertThat(tree(out).keySet()).isEqualTo(tree(directory).keySet());
    }

    @Test
    void leavesOutFilesThatVanishOrShrink() throws Exception {
        Files.writeString(directory.resolve("gone"), "x");
        Files.write(directory.resolve("large"), new byte[3 << 20]);
        Files.writeString(directory.resolve("stays"), "x");
        CollectedOutputs found = collect("*");
        Files.delete(directory.resolve("gone"));

        CollectedOutputs packed = OutputArchive.pack(found, archive, FileRights.ofAgent());

        assertThat(packed.entries().stream().map(OutputEntry::name))
                .containsExactly("large", "stays");
        assertThat(packed.leftOut()).containsExactly("gone was deleted while it was collected");
    }

    @Test
    void fileThatCannotBeReadCostsThatFileOnly() throws Exception {
        Files.writeString(directory.resolve("a"), "x");
        // The kernel answers EIO to a read of it.
        Files.createSymbolicLink(directory.resolve("broken"), Path.of("/proc/self/mem"));
        Files.writeString(directory.resolve("z"), "x");

        CollectedOutputs packed = OutputArchive.pack(collect("*"), archive, FileRights.ofAgent());

        assertThat(packed.entries().stream().map(OutputEntry::name)).containsExactly("a", "z");
        assertThat(packed.leftOut()).isEmpty();
        assertThat(packed.unreadable())
                .containsExactly("broken cannot be read: Input/output error");
    }

    private CollectedOutputs collect(String glob) throws Exception {
        return OutputCollector.collect(directory, List.of(glob), new LaidOutFiles());
    }

    private void createOddFiles() throws Exception {
        FileTime time = FileTime.from(Instant.parse("2011-12-13T14:15:16.171819202Z"));
        for (int one = 1; one < 256; one++) {
            if (one != '/') {
                write(FileName.of(new byte[] {'n', (byte) one}), one, "rw-r--r--", time);
            }
        }
        write("x".repeat(255), 1, "rw-------", time);
        write("private/key", 10, "r--------", time);
        write("private/" + "d".repeat(120) + "/" + "\uDCE9".repeat(255), 10, "rwxr-x---", time);
        write("group", 10, "rw-rw-r--", time);
        Files.createDirectories(directory.resolve("empty/deeper"));
        Files.createSymbolicLink(
                directory.resolve("link"), FileName.resolve(Path.of(""), "n\uDCE9"));
        Files.createSymbolicLink(directory.resolve("linked"), Path.of("private"));
        Files.setPosixFilePermissions(
                directory.resolve("private"), PosixFilePermissions.fromString("rwx------"));
        Files.setLastModifiedTime(directory.resolve("private"), time);
        Files.setLastModifiedTime(directory.resolve("empty"), time);
    }

    private void write(String name, int bytes, String mode, FileTime time) throws Exception {
        Path file = FileName.resolve(directory, name);
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, "z".repeat(bytes).getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        Files.setLastModifiedTime(file, time);
    }

    /** Name to mode, time and content or target. */
    private static Map<String, String> tree(Path directory) throws Exception {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.skip(1).toList()) {
                tree.put(FileName.relative(directory, file), describe(file));
            }
        }
        return tree;
    }

    private static String describe(Path file) throws Exception {
        String content =
                Files.isSymbolicLink(file)
                        ? FileName.target(file)
                        : Files.isDirectory(file) ? "directory" : Files.readString(file);
        return "%s %s %s"
                .formatted(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)),
                        Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS),
                        content);
    }
}

package io.jobarrays.contract.archives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.archives.ArchiveEntryNames.UnsafeEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnpackedDirectoryTest {
    private static final FileTime TIME =
            FileTime.from(Instant.parse("2001-02-03T04:05:06.123456789Z"));

    @TempDir Path temporary = Path.of("");
    private Path directory = Path.of("");

    @BeforeEach
    void createPath() {
        directory = temporary.resolve("inside");
    }

    @ParameterizedTest
    @CsvSource({"0600", "0640", "0444", "0755", "0000", "0666"})
    void keepsModesAndTimesAlsoWhenUnpackedAgain(String octal) throws IOException {
        int mode = Integer.parseInt(octal, 8);
        for (int i = 0; i < 2; i++) {
            UnpackedDirectory unpacked = new UnpackedDirectory(directory);
            unpacked.addDirectory("d", mode & 0555, TIME);
            unpacked.addFile("d/f", mode, TIME, text("x"));
            unpacked.addSymbolicLink("d/l", "f", TIME);
            unpacked.finish();
        }

        assertThat(mode("d")).isEqualTo(mode & 0555);
        assertThat(time("d")).isEqualTo(TIME);
        // A user other than root cannot look into a directory without x.
        Files.setPosixFilePermissions(
                directory.resolve("d"), PosixFilePermissions.fromString("rwx------"));
        assertThat(mode("d/f")).isEqualTo(mode);
        assertThat(time("d/f")).isEqualTo(TIME);
        assertThat(time("d/l")).isEqualTo(TIME);
    }

    @Test
    void dropsSetUserIdAndStickyBits() throws IOException {
        UnpackedDirectory unpacked = new UnpackedDirectory(directory);
        unpacked.addFile("f", 07755, TIME, text("x"));

        assertThat(((int) Files.getAttribute(directory.resolve("f"), "unix:mode")) & 07777)
                .isEqualTo(0755);
    }

    @Test
    void writesZerosAsHoles() throws IOException {
        byte[] content = new byte[3 << 20];
        content[1 << 20] = 1;

        UnpackedDirectory unpacked = new UnpackedDirectory(directory);
        unpacked.addFile("sparse", 0644, TIME, new ByteArrayInputStream(content));

        assertThat(directory.resolve("sparse")).hasBinaryContent(content);
        Process blocks =
                new ProcessBuilder("stat", "-c", "%b", "" + directory.resolve("sparse")).start();
        assertThat(Long.parseLong(blocks.inputReader().readLine()) * 512).isLessThan(1 << 20);
    }

    @Test
    void replacesLinksInsteadOfWritingThroughThem() throws IOException {
        Files.createDirectories(directory);
        Path outside = Files.writeString(temporary.resolve("outside"), "old");
        Files.createSymbolicLink(directory.resolve("f"), outside);
        Files.createSymbolicLink(directory.resolve("d"), temporary);

        UnpackedDirectory unpacked = new UnpackedDirectory(directory);
        unpacked.addFile("f", 0644, TIME, text("new"));

        assertThat(outside).hasContent("old");
        assertThat(directory.resolve("f")).hasContent("new").isRegularFile();
        assertThatThrownBy(() -> unpacked.addFile("d/f", 0644, TIME, text("new")))
                .isInstanceOf(UnsafeEntry.class)
                .hasMessageContaining("through the link d");
    }

    @Test
    void refusesFilesWithoutNameAndLinksWithoutTarget() throws IOException {
        UnpackedDirectory unpacked = new UnpackedDirectory(directory);

        assertThatThrownBy(() -> unpacked.addFile("./", 0644, TIME, text("")))
                .isInstanceOf(UnsafeEntry.class);
        assertThatThrownBy(() -> unpacked.addSymbolicLink("l", "", TIME))
                .isInstanceOf(UnsafeEntry.class);
        assertThat(directory).isDirectory();
    }

    private FileTime time(String name) throws IOException {
        return Files.getLastModifiedTime(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    private int mode(String name) throws IOException {
        return PermissionBits.of(Files.getPosixFilePermissions(directory.resolve(name)));
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}

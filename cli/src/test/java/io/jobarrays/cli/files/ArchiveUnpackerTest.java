package io.jobarrays.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.cli.base.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveUnpackerTest {
    @TempDir Path temporary = Path.of("");
    private Path directory = Path.of("");

    @BeforeEach
    void inside() {
        directory = temporary.resolve("inside");
    }

    @Test
    void unpacksPackedBundle() throws IOException {
        Path source = temporary.resolve("source");
        Files.createDirectories(source.resolve("deep"));
        Files.writeString(source.resolve("deep/model.json"), "{}");
        Path program = Files.writeString(source.resolve("run.sh"), "");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

        List<String> files;
        try (BundleArchive bundle = BundleArchive.pack(source)) {
            files =
                    ArchiveUnpacker.unpack(
                            Files.newInputStream(bundle.file()), directory, bundle.sha256());
        }

        assertThat(files).containsExactly("deep/model.json", "run.sh");
        assertThat(directory.resolve("deep/model.json")).hasContent("{}");
        assertThat(directory.resolve("run.sh")).isExecutable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out.txt", "/tmp/out.txt", "a/../../out.txt"})
    void refusesEntriesOutsideDirectory(String name) throws IOException {
        byte[] archive = archive(name, TarConstants.LF_NORMAL, "");

        assertThatThrownBy(() -> unpack(archive))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("leads out");
        assertThat(temporary.resolve("out.txt")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_FIFO, TarConstants.LF_CHR})
    void refusesDevices(byte type) throws IOException {
        byte[] archive = archive("thing", type, "/etc/passwd");

        assertThatThrownBy(() -> unpack(archive))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("neither file, directory nor link");
        assertThat(directory.resolve("thing")).doesNotExist();
    }

    @Test
    void refusesHardLinkThatLeadsOut() throws IOException {
        byte[] archive = archive("thing", TarConstants.LF_LINK, "/etc/passwd");

        assertThatThrownBy(() -> unpack(archive))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("leads out");
        assertThat(directory.resolve("thing")).doesNotExist();
    }

    @Test
    void refusesMoreThanTheDiskHasSpaceFor() throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry("huge", true);
        entry.setSize(1L << 60);
        byte[] header = new byte[TarConstants.DEFAULT_RCDSIZE];
        entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(header);
        }

        assertThatThrownBy(() -> unpack(packed.toByteArray()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("not unpacked into %s: their archive unpacks to", directory)
                .hasMessageContaining("MiB, the free space of the disk");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void unpacksLinksThatStayInside() throws IOException {
        unpack(archive("latest", TarConstants.LF_SYMLINK, "run-7/x"));

        assertThat(Files.readSymbolicLink(directory.resolve("latest"))).hasToString("run-7/x");
        byte[] outside = archive("thing", TarConstants.LF_SYMLINK, "/etc/passwd");
        assertThatThrownBy(() -> unpack(outside))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("leads out");
    }

    @Test
    void doesNotWriteThroughExistingLinks() throws IOException {
        Files.createDirectories(directory);
        Files.createSymbolicLink(directory.resolve("link"), temporary);
        byte[] archive = archive("link/out.txt", TarConstants.LF_NORMAL, "");

        assertThatThrownBy(() -> unpack(archive))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("through the link");
        assertThat(temporary.resolve("out.txt")).doesNotExist();
    }

    @Test
    void reportsDamagedArchive() throws IOException {
        byte[] archive = archive("a.txt", TarConstants.LF_NORMAL, "");

        assertThatThrownBy(
                        () ->
                                ArchiveUnpacker.unpack(
                                        new ByteArrayInputStream(archive), directory, "00"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("damaged");
    }

    private void unpack(byte[] archive) throws IOException {
        ArchiveUnpacker.unpack(new ByteArrayInputStream(archive), directory, "");
    }

    private static byte[] archive(String name, byte type, String link) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var tar =
                new TarArchiveOutputStream(
                        new GZIPOutputStream(bytes), StandardCharsets.UTF_8.name())) {
            TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
            entry.setLinkName(link);
            byte[] content = type == TarConstants.LF_NORMAL ? new byte[] {'x'} : new byte[0];
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }
}

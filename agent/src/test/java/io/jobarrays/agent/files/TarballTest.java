package io.jobarrays.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarballTest {
    @TempDir Path directory = Path.of("");
    private Path archive = Path.of("");
    private Path inside = Path.of("");

    @BeforeEach
    void createPaths() {
        archive = directory.resolve("a.tar.gz");
        inside = directory.resolve("inside");
    }

    @Test
    void keepsExecutableBitsAndInnerLinks() throws Exception {
        try (TarArchiveOutputStream tar = open()) {
            add(tar, "bin/run", "x", 0755);
            add(tar, "data", "y", 0644);
            link(tar, "bin/latest", "../data", TarConstants.LF_SYMLINK);
            link(tar, "copy", "data", TarConstants.LF_LINK);
        }

        Tarball.unpack(archive, inside, "", new LaidOutFiles());

        assertThat(inside.resolve("bin/run")).isExecutable();
        assertThat(Files.isExecutable(inside.resolve("data"))).isFalse();
        assertThat(inside.resolve("bin/latest")).hasContent("y").isSymbolicLink();
        assertThat(inside.resolve("copy")).hasContent("y");
    }

    @Test
    void refusesEntryOutsideDirectory() throws Exception {
        try (TarArchiveOutputStream tar = open()) {
            add(tar, "a/../../evil", "x", 0644);
        }

        assertRefused("leads out of the directory");
    }

    @Test
    void refusesLinkOutsideDirectory() throws Exception {
        try (TarArchiveOutputStream tar = open()) {
            link(tar, "out", "..", TarConstants.LF_SYMLINK);
        }

        assertRefused("leads out of the directory");
    }

    @Test
    void refusesLinkOutsideDirectoryThroughAnotherLink() throws Exception {
        try (TarArchiveOutputStream tar = open()) {
            add(tar, "p/f", "", 0644);
            link(tar, "p/q", "..", TarConstants.LF_SYMLINK);
            link(tar, "p/q/out", "..", TarConstants.LF_SYMLINK);
            add(tar, "out/evil", "x", 0644);
        }

        assertRefused("lies below a link");
    }

    @Test
    void refusesAbsoluteEntryName() throws Exception {
        try (TarArchiveOutputStream tar = open()) {
            TarArchiveEntry entry = new TarArchiveEntry("/evil", true);
            entry.setSize(0);
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }

        assertRefused("leads out of the directory");
    }

    @Test
    void refusesMoreThanTheDiskHasSpaceFor() throws Exception {
        TarArchiveEntry entry = new TarArchiveEntry("huge", true);
        entry.setSize(1L << 60);
        byte[] header = new byte[TarConstants.DEFAULT_RCDSIZE];
        entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(archive))) {
            gzip.write(header);
        }

        assertThatThrownBy(() -> Tarball.unpack(archive, inside, "", new LaidOutFiles()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the archive was not unpacked: it unpacks to more than ")
                .hasMessageEndingWith(" MiB, the free space of the disk");
        assertThat(inside).isEmptyDirectory();
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> Tarball.unpack(archive, inside, "", new LaidOutFiles()))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(reason);
        assertThat(directory.resolve("evil")).doesNotExist();
    }

    private TarArchiveOutputStream open() throws IOException {
        OutputStream file = Files.newOutputStream(archive);
        return new TarArchiveOutputStream(new GZIPOutputStream(file), "UTF-8");
    }

    private static void add(TarArchiveOutputStream tar, String name, String text, int mode)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream tar, String name, String to, byte kind)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind);
        entry.setLinkName(to);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }
}

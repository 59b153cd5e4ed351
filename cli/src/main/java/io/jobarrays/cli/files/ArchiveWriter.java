package io.jobarrays.cli.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes tar.gz without timestamps, owners or other properties of this machine. */
final class ArchiveWriter {
    private static final int EXECUTABLE_MODE = 0755;
    private static final int FILE_MODE = 0644;

    private ArchiveWriter() {}

    static void write(List<BundleEntry> entries, OutputStream out) throws IOException {
        try (var tar =
                new TarArchiveOutputStream(
                        new GZIPOutputStream(out, 1 << 16), StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (BundleEntry entry : entries) {
                tar.putArchiveEntry(header(entry));
                if (entry instanceof BundleEntry.File file) {
                    Files.copy(file.path(), tar);
                }
                tar.closeArchiveEntry();
            }
        }
    }

    private static TarArchiveEntry header(BundleEntry entry) {
        TarArchiveEntry header =
                switch (entry) {
                    case BundleEntry.Directory directory -> {
                        var made = new TarArchiveEntry(directory.name() + "/");
                        made.setMode(EXECUTABLE_MODE);
                        yield made;
                    }
                    case BundleEntry.File file -> {
                        var made = new TarArchiveEntry(file.name());
                        made.setMode(file.executable() ? EXECUTABLE_MODE : FILE_MODE);
                        made.setSize(file.bytes());
                        yield made;
                    }
                    case BundleEntry.Link link -> {
                        var made = new TarArchiveEntry(link.name(), TarConstants.LF_SYMLINK);
                        made.setLinkName(link.target());
                        yield made;
                    }
                };
        header.setModTime(0L);
        header.setIds(0, 0);
        header.setNames("", "");
        return header;
    }
}

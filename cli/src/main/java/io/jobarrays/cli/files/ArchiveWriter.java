package io.jobarrays.cli.files;

import io.jobarrays.contract.archives.TarFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes tar.gz with modes and times, without owners or other properties of this machine. */
final class ArchiveWriter {
    private ArchiveWriter() {}

    static void write(List<BundleEntry> entries, OutputStream out) throws IOException {
        try (var tar =
                new TarArchiveOutputStream(
                        new GZIPOutputStream(out, 1 << 16), TarFormat.ENCODING)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (BundleEntry entry : entries) {
                tar.putArchiveEntry(BundleHeader.of(entry));
                if (entry instanceof BundleEntry.File file) {
                    Files.copy(file.path(), tar);
                }
                tar.closeArchiveEntry();
            }
        }
    }
}

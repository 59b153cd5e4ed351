package io.jobarrays.cli.files;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.contract.Sha256;
import io.jobarrays.contract.archives.ArchiveEntryNames.UnsafeEntry;
import io.jobarrays.contract.archives.ArchiveTooLarge;
import io.jobarrays.contract.archives.ArchiveUnpacking;
import io.jobarrays.contract.archives.UnpackedDirectory;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;

/**
 * Unpacks archives of collected files; archives are untrusted, so no entry may leave the directory.
 */
public final class ArchiveUnpacker {
    private ArchiveUnpacker() {}

    /**
     * @param sha256 hash of the archive; empty if unknown
     * @return names of the files and links written, relative to the directory
     */
    public static List<String> unpack(InputStream archive, Path directory, String sha256)
            throws IOException {
        MessageDigest digest = Sha256.newDigest();
        List<String> files;
        try (var counted = new DigestInputStream(new BufferedInputStream(archive), digest)) {
            files = unpack(new Unclosed(counted), directory).files();
            counted.transferTo(OutputStream.nullOutputStream());
        }
        String actual = Sha256.hex(digest);
        if (!sha256.isEmpty() && !sha256.equals(actual)) {
            throw Failure.of(
                    "SPAWN-OUTPUTS",
                    "the download of %s is damaged: its SHA-256 is %s, expected %s"
                            .formatted(directory, actual, sha256));
        }
        return files;
    }

    private static UnpackedDirectory unpack(InputStream archive, Path directory)
            throws IOException {
        try {
            return ArchiveUnpacking.unpack(archive, directory);
        } catch (UnsafeEntry unsafe) {
            throw Failure.of(
                    "SPAWN-OUTPUTS",
                    "%s was not unpacked into %s: it %s"
                            .formatted(unsafe.entry(), directory, unsafe.reason()));
        } catch (ArchiveTooLarge large) {
            throw Failure.of(
                    "SPAWN-OUTPUTS",
                    "the outputs were not unpacked into %s: their archive %s"
                            .formatted(directory, large.getMessage()));
        }
    }

    /** The rest of the archive is read after the unpacking, for its hash. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream archive) {
            super(archive);
        }

        @Override
        public void close() {
            // Closed by the caller.
        }
    }
}

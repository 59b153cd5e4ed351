package io.jobarrays.cli.files;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.contract.ArchiveEntryNames.UnsafeEntry;
import io.jobarrays.contract.FileName;
import io.jobarrays.contract.Sha256;
import io.jobarrays.contract.TarFormat;
import io.jobarrays.contract.UnpackedDirectory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Unpacks archives of collected files; archives are untrusted, so no entry may leave the directory.
 */
public final class ArchiveUnpacker {
    private final Path directory;
    private final UnpackedDirectory unpacked;

    private ArchiveUnpacker(Path directory) throws IOException {
        this.directory = directory;
        this.unpacked = new UnpackedDirectory(directory);
    }

    /**
     * @param sha256 hash of the archive; empty if unknown
     * @return names of the files and links written, relative to the directory
     */
    public static List<String> unpack(InputStream archive, Path directory, String sha256)
            throws IOException {
        MessageDigest digest = Sha256.newDigest();
        ArchiveUnpacker unpacking = new ArchiveUnpacker(directory);
        var counted = new DigestInputStream(new BufferedInputStream(archive), digest);
        try (var tar =
                new TarArchiveInputStream(
                        new GZIPInputStream(counted, 1 << 16), TarFormat.ENCODING)) {
            for (TarArchiveEntry next = tar.getNextEntry();
                    next != null;
                    next = tar.getNextEntry()) {
                unpacking.unpackEntry(next, tar);
            }
            unpacking.unpacked.finish();
            counted.transferTo(OutputStream.nullOutputStream());
        }
        String actual = Sha256.hex(digest);
        if (!sha256.isEmpty() && !sha256.equals(actual)) {
            throw Failure.of(
                    "SPAWN-OUTPUTS",
                    "the download of %s is damaged: its SHA-256 is %s, expected %s"
                            .formatted(directory, actual, sha256));
        }
        return unpacking.unpacked.files();
    }

    private void unpackEntry(TarArchiveEntry entry, InputStream content) throws IOException {
        String bytesHeader = entry.getExtraPaxHeader(TarFormat.BYTES_HEADER);
        String name = TarFormat.read(entry.getName(), bytesHeader);
        FileTime time = entry.getLastModifiedTime();
        try {
            if (entry.isDirectory()) {
                unpacked.addDirectory(name, entry.getMode(), time);
            } else if (entry.isSymbolicLink()) {
                String target = TarFormat.read(entry.getLinkName(), bytesHeader);
                unpacked.addSymbolicLink(name, target, time);
            } else if (isPlainFile(entry)) {
                unpacked.addFile(name, entry.getMode(), time, content);
            } else {
                throw refused(FileName.printable(name), "is neither file, directory nor link");
            }
        } catch (UnsafeEntry unsafe) {
            throw refused(unsafe.entry(), unsafe.reason());
        }
    }

    /** {@code isFile} of the library is also true for devices. */
    private static boolean isPlainFile(TarArchiveEntry entry) {
        byte flag = entry.getLinkFlag();
        return flag == TarConstants.LF_NORMAL || flag == TarConstants.LF_OLDNORM;
    }

    private Failure refused(String name, String why) {
        return Failure.of(
                "SPAWN-OUTPUTS",
                "%s was not unpacked into %s: it %s".formatted(name, directory, why));
    }
}

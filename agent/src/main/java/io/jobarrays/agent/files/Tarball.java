package io.jobarrays.agent.files;

import io.jobarrays.contract.FileName;
import io.jobarrays.contract.archives.ArchiveEntryNames.UnsafeEntry;
import io.jobarrays.contract.archives.ArchiveTooLarge;
import io.jobarrays.contract.archives.ArchiveUnpacking;
import io.jobarrays.contract.archives.UnpackedDirectory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Unpacks tar.gz archives: files, directories and links, with their modes and times. */
public final class Tarball {
    private Tarball() {}

    /**
     * Unpacks into {@code directory}; idempotent.
     *
     * @param prefix name of {@code directory} in the working directory; empty for that itself
     * @param laidOut gets what was unpacked
     * @throws IOException also for an entry that would leave {@code directory}, and for an archive
     *     that the disk has no space for
     */
    public static void unpack(Path archive, Path directory, String prefix, LaidOutFiles laidOut)
            throws IOException {
        UnpackedDirectory unpacked = unpack(archive, directory);
        for (String name : unpacked.directories()) {
            laidOut.addDirectory(prefix + name);
        }
        for (String name : unpacked.files()) {
            laidOut.addFile(prefix + name, FileName.resolve(directory, name));
        }
    }

    private static UnpackedDirectory unpack(Path archive, Path directory) throws IOException {
        try {
            return ArchiveUnpacking.unpack(
                    new BufferedInputStream(Files.newInputStream(archive)), directory);
        } catch (UnsafeEntry unsafe) {
            throw new IOException(unsafe.getMessage(), unsafe);
        } catch (ArchiveTooLarge large) {
            throw new IOException("the archive was not unpacked: it " + large.getMessage(), large);
        }
    }
}

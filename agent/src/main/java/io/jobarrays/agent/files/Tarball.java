package io.jobarrays.agent.files;

import io.jobarrays.contract.ArchiveEntryNames.UnsafeEntry;
import io.jobarrays.contract.FileName;
import io.jobarrays.contract.TarFormat;
import io.jobarrays.contract.UnpackedDirectory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks tar.gz archives: files, directories and links, with their modes and times. */
public final class Tarball {
    private Tarball() {}

    /**
     * Unpacks into {@code directory}; idempotent.
     *
     * @param prefix name of {@code directory} in the working directory; empty for that itself
     * @param laidOut gets what was unpacked
     * @throws IOException also for an entry that would leave {@code directory}
     */
    public static void unpack(Path archive, Path directory, String prefix, LaidOutFiles laidOut)
            throws IOException {
        UnpackedDirectory unpacked = new UnpackedDirectory(directory);
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(
                                new GZIPInputStream(file, 1 << 16), TarFormat.ENCODING)) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                add(unpacked, entry, tar);
            }
        } catch (UnsafeEntry unsafe) {
            throw new IOException(unsafe.getMessage(), unsafe);
        }
        unpacked.finish();
        for (String name : unpacked.directories()) {
            laidOut.addDirectory(prefix + name);
        }
        for (String name : unpacked.files()) {
            laidOut.addFile(prefix + name, FileName.resolve(directory, name));
        }
    }

    private static void add(UnpackedDirectory unpacked, TarArchiveEntry entry, InputStream content)
            throws IOException {
        String bytesHeader = entry.getExtraPaxHeader(TarFormat.BYTES_HEADER);
        String name = TarFormat.read(entry.getName(), bytesHeader);
        FileTime time = entry.getLastModifiedTime();
        if (entry.isDirectory()) {
            unpacked.addDirectory(name, entry.getMode(), time);
        } else if (entry.isSymbolicLink()) {
            String target = TarFormat.read(entry.getLinkName(), bytesHeader);
            unpacked.addSymbolicLink(name, target, time);
        } else if (entry.isLink()) {
            unpacked.addHardLink(name, TarFormat.read(entry.getLinkName(), bytesHeader));
        } else if (entry.isFile() && !isDevice(entry)) {
            unpacked.addFile(name, entry.getMode(), time, content);
        } else {
            throw new IOException(
                    "the archive's entry %s is not a file".formatted(FileName.printable(name)));
        }
    }

    /** {@code isFile} of the library is also true for devices. */
    private static boolean isDevice(TarArchiveEntry entry) {
        return entry.isBlockDevice() || entry.isCharacterDevice() || entry.isFIFO();
    }
}

package io.jobarrays.contract.archives;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Unpacks an untrusted tar.gz, as far as the disk has space for all of it. */
public final class ArchiveUnpacking {
    private ArchiveUnpacking() {}

    /**
     * Creates the directory if it does not exist; idempotent.
     *
     * @param packed closed afterwards
     * @throws ArchiveTooLarge when the files, with their holes, need more space than is free
     * @throws io.jobarrays.contract.archives.ArchiveEntryNames.UnsafeEntry for an entry that would
     *     be written outside of the directory, or is neither file, directory nor link
     */
    public static UnpackedDirectory unpack(InputStream packed, Path directory) throws IOException {
        UnpackedDirectory unpacked = new UnpackedDirectory(directory);
        long free = Files.getFileStore(directory).getUsableSpace();
        try (UntrustedArchive archive =
                new UntrustedArchive(packed, free, ", the free space of the disk")) {
            for (Optional<ArchivedEntry> entry = archive.next();
                    entry.isPresent();
                    entry = archive.next()) {
                add(unpacked, entry.get(), archive.content());
            }
        }
        unpacked.finish();
        return unpacked;
    }

    private static void add(UnpackedDirectory unpacked, ArchivedEntry entry, InputStream content)
            throws IOException {
        switch (entry) {
            case ArchivedEntry.Directory it ->
                    unpacked.addDirectory(it.name(), it.mode(), it.time());
            case ArchivedEntry.File it ->
                    unpacked.addFile(it.name(), it.mode(), it.time(), content);
            case ArchivedEntry.SymbolicLink it ->
                    unpacked.addSymbolicLink(it.name(), it.target(), it.time());
            case ArchivedEntry.HardLink it -> unpacked.addHardLink(it.name(), it.target());
        }
    }
}

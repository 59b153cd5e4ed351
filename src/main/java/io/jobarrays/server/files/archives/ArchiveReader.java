package io.jobarrays.server.files.archives;

import io.jobarrays.server.problems.Refused;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** A tar.gz made elsewhere, read without unpacking it. */
final class ArchiveReader {
    private final Path file;
    private final SizeLimit limit;

    ArchiveReader(Path file, SizeLimit limit) {
        this.file = file;
        this.limit = limit;
    }

    /**
     * The names of its regular files, in its order; refused if an entry could leave its directory.
     */
    List<String> files() {
        List<String> files = new ArrayList<>();
        EntryNames names = new EntryNames();
        try (TarArchiveInputStream tar = open()) {
            long unpacked = 0;
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                unpacked += entry.getSize();
                limit.checkUnpacked(unpacked);
                String name = names.admit(entry);
                if (EntryNames.isRegular(entry)) {
                    files.add(name);
                }
            }
            return files;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The content of one regular file, if it is there. */
    Optional<byte[]> content(String name, int most) {
        String wanted = EntryNames.plain(name);
        try (TarArchiveInputStream tar = open()) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                if (EntryNames.isRegular(entry)
                        && EntryNames.plain(entry.getName()).equals(wanted)) {
                    if (entry.getSize() > most) {
                        throw SizeLimit.tooLarge(
                                "%s in the bundle is larger than %d KiB"
                                        .formatted(name, most / 1024));
                    }
                    return Optional.of(tar.readNBytes(most));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private TarArchiveInputStream open() throws IOException {
        return new TarArchiveInputStream(
                GzipCompressorInputStream.builder()
                        .setInputStream(new BufferedInputStream(Files.newInputStream(file)))
                        .setDecompressConcatenated(true)
                        .get());
    }

    private Refused unreadable(IOException e) {
        return new Refused(
                422,
                "SPAWN-NOT-AN-ARCHIVE",
                "%s must be a tar.gz; this cannot be read as one: %s"
                        .formatted(limit.what(), e.getMessage()));
    }
}

package io.jobarrays.server.files.archives;

import io.jobarrays.contract.ArchiveEntryNames;
import io.jobarrays.contract.ArchiveEntryNames.UnsafeEntry;
import io.jobarrays.contract.FileName;
import io.jobarrays.contract.TarFormat;
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

/** Reads an untrusted tar.gz without unpacking it. */
final class ArchiveReader {
    private final Path file;
    private final SizeLimit limit;

    ArchiveReader(Path file, SizeLimit limit) {
        this.file = file;
        this.limit = limit;
    }

    /**
     * Printable names of the files and links in archive order; refuses an entry that leads out of
     * the directory.
     */
    List<String> files() {
        List<String> files = new ArrayList<>();
        ArchiveEntryNames names = new ArchiveEntryNames();
        try (TarArchiveInputStream tar = open()) {
            long unpacked = 0;
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                unpacked += entry.getSize();
                limit.checkUnpacked(unpacked);
                String name = admit(names, entry);
                if (isRegular(entry) || entry.isSymbolicLink()) {
                    files.add(FileName.printable(name));
                }
            }
            return files;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Printable names of the scripts that Linux cannot start as they are written. */
    List<String> windowsScripts() {
        List<String> scripts = new ArrayList<>();
        try (TarArchiveInputStream tar = open()) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                if (isRegular(entry)
                        && WindowsScript.matches(
                                name(entry), tar.readNBytes(WindowsScript.HEAD_BYTES))) {
                    scripts.add(FileName.printable(ArchiveEntryNames.normalize(name(entry))));
                }
            }
            return scripts;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    boolean hasAtTop(String name) {
        try (TarArchiveInputStream tar = open()) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                if (ArchiveEntryNames.normalize(name(entry)).split("/", 2)[0].equals(name)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Content of one regular file; empty if the archive has no such file. */
    Optional<byte[]> content(String name, int most) {
        String wanted = ArchiveEntryNames.normalize(name);
        try (TarArchiveInputStream tar = open()) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                if (isRegular(entry) && ArchiveEntryNames.normalize(name(entry)).equals(wanted)) {
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

    private static String admit(ArchiveEntryNames names, TarArchiveEntry entry) {
        try {
            if (entry.isSymbolicLink()) {
                return names.admitSymbolicLink(name(entry), target(entry));
            }
            if (entry.isLink()) {
                return names.admitHardLink(name(entry), target(entry));
            }
            String name = names.admit(name(entry));
            if (entry.isBlockDevice() || entry.isCharacterDevice() || entry.isFIFO()) {
                throw unsafe(FileName.printable(name), "is neither file, directory nor link");
            }
            return name;
        } catch (UnsafeEntry e) {
            throw unsafe(e.entry(), e.reason());
        }
    }

    private static String name(TarArchiveEntry entry) {
        return TarFormat.read(entry.getName(), entry.getExtraPaxHeader(TarFormat.BYTES_HEADER));
    }

    private static String target(TarArchiveEntry entry) {
        return TarFormat.read(entry.getLinkName(), entry.getExtraPaxHeader(TarFormat.BYTES_HEADER));
    }

    private static boolean isRegular(TarArchiveEntry entry) {
        return entry.isFile() && !entry.isSymbolicLink() && !entry.isLink();
    }

    private static Refused unsafe(String entry, String reason) {
        return new Refused(
                422,
                "SPAWN-UNSAFE-ARCHIVE",
                "the archive's entry \"%s\" %s; pack the files of one directory only"
                        .formatted(entry, reason));
    }

    private TarArchiveInputStream open() throws IOException {
        return new TarArchiveInputStream(
                GzipCompressorInputStream.builder()
                        .setInputStream(new BufferedInputStream(Files.newInputStream(file)))
                        .setDecompressConcatenated(true)
                        .get(),
                TarFormat.ENCODING);
    }

    private Refused unreadable(IOException e) {
        return new Refused(
                422,
                "SPAWN-NOT-AN-ARCHIVE",
                "%s must be a tar.gz; this cannot be read as one: %s"
                        .formatted(limit.what(), e.getMessage()));
    }
}

package io.jobarrays.server.files.archives;

import io.jobarrays.contract.FileName;
import io.jobarrays.contract.archives.ArchiveEntryNames;
import io.jobarrays.contract.archives.ArchiveEntryNames.UnsafeEntry;
import io.jobarrays.contract.archives.ArchiveTooLarge;
import io.jobarrays.contract.archives.ArchivedEntry;
import io.jobarrays.contract.archives.UntrustedArchive;
import io.jobarrays.server.problems.Refused;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        read(
                (entry, archive) -> {
                    String name = admit(names, entry);
                    if (entry instanceof ArchivedEntry.File
                            || entry instanceof ArchivedEntry.SymbolicLink) {
                        files.add(FileName.printable(name));
                    }
                    return true;
                });
        return files;
    }

    /** Printable names of the scripts that Linux cannot start as they are written. */
    List<String> windowsScripts() {
        List<String> scripts = new ArrayList<>();
        read(
                (entry, archive) -> {
                    if (entry instanceof ArchivedEntry.File
                            && WindowsScript.matches(
                                    entry.name(),
                                    archive.content().readNBytes(WindowsScript.HEAD_BYTES))) {
                        scripts.add(FileName.printable(ArchiveEntryNames.normalize(entry.name())));
                    }
                    return true;
                });
        return scripts;
    }

    boolean hasAtTop(String name) {
        List<String> found = new ArrayList<>();
        read(
                (entry, archive) -> {
                    String top = ArchiveEntryNames.normalize(entry.name()).split("/", 2)[0];
                    if (top.equals(name)) {
                        found.add(top);
                    }
                    return found.isEmpty();
                });
        return !found.isEmpty();
    }

    /** Content of one regular file; empty if the archive has no such file. */
    Optional<byte[]> content(String name, int most) {
        String wanted = ArchiveEntryNames.normalize(name);
        List<byte[]> found = new ArrayList<>();
        read(
                (entry, archive) -> {
                    if (entry instanceof ArchivedEntry.File it
                            && ArchiveEntryNames.normalize(it.name()).equals(wanted)) {
                        if (it.bytes() > most) {
                            throw SizeLimit.tooLarge(
                                    "%s in the archive is larger than %d KiB"
                                            .formatted(name, most / 1024));
                        }
                        found.add(archive.content().readNBytes(most));
                    }
                    return found.isEmpty();
                });
        return found.stream().findFirst();
    }

    private interface EntryReader {
        /** Returns whether to read on. */
        boolean read(ArchivedEntry entry, UntrustedArchive archive) throws IOException;
    }

    private void read(EntryReader reader) {
        try (UntrustedArchive archive =
                new UntrustedArchive(
                        new BufferedInputStream(Files.newInputStream(file)),
                        limit.unpackedBytes(),
                        "")) {
            Optional<ArchivedEntry> entry = archive.next();
            while (entry.isPresent() && reader.read(entry.get(), archive)) {
                entry = archive.next();
            }
        } catch (UnsafeEntry e) {
            throw unsafe(e);
        } catch (ArchiveTooLarge e) {
            throw SizeLimit.tooLarge(
                    "%s may unpack to %d MiB; this archive %s"
                            .formatted(limit.what(), limit.unpackedBytes() >> 20, e.getMessage()));
        } catch (IOException e) {
            throw new Refused(
                    422,
                    "SPAWN-NOT-AN-ARCHIVE",
                    "%s must be a tar.gz; this cannot be read as one: %s"
                            .formatted(limit.what(), e.getMessage()));
        }
    }

    private static String admit(ArchiveEntryNames names, ArchivedEntry entry) {
        return switch (entry) {
            case ArchivedEntry.SymbolicLink it -> names.admitSymbolicLink(it.name(), it.target());
            case ArchivedEntry.HardLink it -> names.admitHardLink(it.name(), it.target());
            case ArchivedEntry.File it -> names.admit(it.name());
            case ArchivedEntry.Directory it -> names.admit(it.name());
        };
    }

    private static Refused unsafe(UnsafeEntry e) {
        return new Refused(
                422,
                "SPAWN-UNSAFE-ARCHIVE",
                "the archive's entry \"%s\" %s; pack the files of one directory only"
                        .formatted(e.entry(), e.reason()));
    }
}

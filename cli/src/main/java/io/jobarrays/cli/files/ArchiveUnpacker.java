package io.jobarrays.cli.files;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.contract.ArchiveEntryNames;
import io.jobarrays.contract.ArchiveEntryNames.UnsafeEntry;
import io.jobarrays.contract.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Unpacks archives of collected files; archives are untrusted, so no entry may leave the directory.
 */
public final class ArchiveUnpacker {
    private static final int EXECUTE_BITS = 0111;

    private final Path directory;
    private final ArchiveEntryNames names = new ArchiveEntryNames();
    private final List<String> files = new ArrayList<>();

    private ArchiveUnpacker(Path directory) {
        this.directory = directory;
    }

    /**
     * @param sha256 hash of the archive; empty if unknown
     * @return the files written, relative to the directory
     */
    public static List<String> unpack(InputStream archive, Path directory, String sha256)
            throws IOException {
        MessageDigest digest = Sha256.newDigest();
        Files.createDirectories(directory);
        ArchiveUnpacker unpacking = new ArchiveUnpacker(directory.toRealPath());
        var counted = new DigestInputStream(new BufferedInputStream(archive), digest);
        try (var tar =
                new TarArchiveInputStream(
                        new GZIPInputStream(counted), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry next = tar.getNextEntry();
                    next != null;
                    next = tar.getNextEntry()) {
                unpacking.unpackEntry(next, tar);
            }
            counted.transferTo(OutputStream.nullOutputStream());
        }
        String actual = Sha256.hex(digest);
        if (!sha256.isEmpty() && !sha256.equals(actual)) {
            throw Failure.of(
                    "SPAWN-OUTPUTS",
                    "the download of %s is damaged: its SHA-256 is %s, expected %s"
                            .formatted(directory, actual, sha256));
        }
        return unpacking.files;
    }

    private void unpackEntry(TarArchiveEntry entry, InputStream content) throws IOException {
        Path target = targetOf(entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (isPlainFile(entry)) {
            write(target, entry.getMode(), content);
            files.add(directory.relativize(target).toString());
        } else {
            throw refused(entry.getName(), "is neither file nor directory");
        }
    }

    /** {@code isFile} of the library is also true for devices. */
    private static boolean isPlainFile(TarArchiveEntry entry) {
        byte flag = entry.getLinkFlag();
        return flag == TarConstants.LF_NORMAL || flag == TarConstants.LF_OLDNORM;
    }

    private Path targetOf(String name) throws IOException {
        Path target;
        try {
            target = directory.resolve(names.admit(name));
        } catch (UnsafeEntry unsafe) {
            throw refused(unsafe.entry(), unsafe.reason());
        } catch (InvalidPathException invalid) {
            throw refused(name, "is not a valid path on this system");
        }
        for (Path part = target; part != null && !part.equals(directory); part = part.getParent()) {
            if (Files.isSymbolicLink(part)) {
                throw refused(name, "would be written through the link " + part);
            }
        }
        return target;
    }

    private static void write(Path target, int mode, InputStream content) throws IOException {
        Path parent = target.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (OutputStream out =
                Files.newOutputStream(
                        target,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS)) {
            content.transferTo(out);
        }
        if ((mode & EXECUTE_BITS) != 0) {
            Set<PosixFilePermission> permissions =
                    EnumSet.copyOf(Files.getPosixFilePermissions(target));
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            Files.setPosixFilePermissions(target, permissions);
        }
    }

    private Failure refused(String name, String why) {
        return Failure.of(
                "SPAWN-OUTPUTS",
                "%s was not unpacked into %s: it %s".formatted(name, directory, why));
    }
}

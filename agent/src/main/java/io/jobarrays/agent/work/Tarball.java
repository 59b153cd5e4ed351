package io.jobarrays.agent.work;

import io.jobarrays.contract.ArchiveEntryNames;
import io.jobarrays.contract.ArchiveEntryNames.UnsafeEntry;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Packs and unpacks tar.gz archives: files, directories, executable bits and links within the
 * directory.
 */
final class Tarball {
    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ
    };

    private Tarball() {}

    /**
     * @throws IOException also for an entry that would leave {@code directory}
     */
    static void unpack(Path archive, Path directory) throws IOException {
        Files.createDirectories(directory);
        Path inside = directory.toRealPath();
        ArchiveEntryNames names = new ArchiveEntryNames();
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                unpack(tar, entry, names, inside);
            }
        } catch (UnsafeEntry unsafe) {
            throw new IOException(unsafe.getMessage(), unsafe);
        }
    }

    private static void unpack(
            TarArchiveInputStream tar, TarArchiveEntry entry, ArchiveEntryNames names, Path inside)
            throws IOException {
        Path target = inside.resolve(admit(names, entry));
        if (target.equals(inside)) {
            return;
        }
        makeParents(target, inside, entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
            Files.deleteIfExists(target);
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Path source = inside.resolve(ArchiveEntryNames.normalize(entry.getLinkName()));
            Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
        } else if (entry.isFile()) {
            Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(target, permissions(entry.getMode()));
        } else {
            throw new IOException(
                    "the archive's entry %s is not a file".formatted(entry.getName()));
        }
    }

    private static String admit(ArchiveEntryNames names, TarArchiveEntry entry) {
        if (entry.isSymbolicLink()) {
            return names.admitSymbolicLink(entry.getName(), entry.getLinkName());
        }
        return entry.isLink()
                ? names.admitHardLink(entry.getName(), entry.getLinkName())
                : names.admit(entry.getName());
    }

    /** Refuses links that existed in the directory before the archive was unpacked. */
    private static void makeParents(Path target, Path inside, String entry) throws IOException {
        Path parent = inside;
        for (Path name : inside.relativize(target.resolveSibling(""))) {
            Path next = parent.resolve(name);
            if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                break;
            }
            parent = next;
        }
        if (!parent.toRealPath().equals(parent)) {
            throw new IOException("the archive's entry \"%s\" lies below a link".formatted(entry));
        }
        Files.createDirectories(target.resolveSibling(""));
    }

    /** Packs files by their path below {@code directory}; a link is packed as its target. */
    static void pack(Path directory, List<Path> files, Path archive) throws IOException {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
                TarArchiveOutputStream tar =
                        new TarArchiveOutputStream(new GZIPOutputStream(file), "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Path path : files) {
                pack(tar, directory.resolve(path), path.toString());
            }
        }
    }

    private static void pack(TarArchiveOutputStream tar, Path file, String name)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        long size = Files.size(file);
        entry.setSize(size);
        entry.setModTime(Files.getLastModifiedTime(file));
        entry.setMode(Files.isExecutable(file) ? 0100755 : 0100644);
        tar.putArchiveEntry(entry);
        try (InputStream in = Files.newInputStream(file)) {
            copy(in, tar, size);
        }
        tar.closeArchiveEntry();
    }

    /** Copies exactly {@code size} bytes, since a process may still be writing to the file. */
    private static void copy(InputStream in, OutputStream out, long size) throws IOException {
        byte[] buffer = new byte[1 << 14];
        for (long left = size; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("a file shrank while it was collected");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        for (int bit = 0; bit < BITS.length; bit++) {
            if ((mode >> bit & 1) == 1) {
                permissions.add(BITS[bit]);
            }
        }
        return permissions;
    }
}

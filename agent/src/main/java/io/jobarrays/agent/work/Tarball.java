package io.jobarrays.agent.work;

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

/** tar.gz archives: files, directories, executable bits and links that stay inside. */
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
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                unpack(tar, entry, inside);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path inside)
            throws IOException {
        Path target = within(inside, inside, entry.getName(), entry.getName());
        if (target.equals(inside)) {
            return;
        }
        makeParents(target, inside, entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
            Path from = target.resolveSibling("").toRealPath();
            within(inside, from, entry.getLinkName(), entry.getName());
            Files.deleteIfExists(target);
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Path source = within(inside, inside, entry.getLinkName(), entry.getName());
            Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
        } else if (entry.isFile()) {
            Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(target, permissions(entry.getMode()));
        } else {
            throw new IOException("the archive's entry %s is no file".formatted(entry.getName()));
        }
    }

    /** A link that came before may lead the path elsewhere than its name says. */
    private static void makeParents(Path target, Path inside, String entry) throws IOException {
        Path there = inside;
        for (Path name : inside.relativize(target.resolveSibling(""))) {
            Path next = there.resolve(name);
            if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                break;
            }
            there = next;
        }
        if (!there.toRealPath().startsWith(inside)) {
            throw leaves(entry);
        }
        Files.createDirectories(target.resolveSibling(""));
    }

    private static Path within(Path inside, Path from, String name, String entry)
            throws IOException {
        Path path = Path.of(name);
        Path target = from.resolve(path).normalize();
        if (path.isAbsolute() || !target.startsWith(inside)) {
            throw leaves(entry);
        }
        return target;
    }

    private static IOException leaves(String entry) {
        return new IOException(
                "the archive's entry %s leads out of its directory".formatted(entry));
    }

    /**
     * The regular files, by their path below {@code directory}; a link is packed as what it shows.
     */
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

    /** Exactly {@code size} bytes: somebody may still be writing to the file. */
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

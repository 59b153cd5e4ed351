package io.jobarrays.contract.archives;

import io.jobarrays.contract.FileName;
import io.jobarrays.contract.archives.ArchiveEntryNames.UnsafeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Directory that receives the entries of an untrusted archive with their modes and times. No entry
 * is written outside of it or through a link; set-user-id, set-group-id and sticky bits are
 * dropped. Names are those of {@link FileName}.
 */
public final class UnpackedDirectory {
    private static final int BLOCK_BYTES = 64 * 1024;

    private static final Set<PosixFilePermission> WHILE_UNPACKING =
            PosixFilePermissions.fromString("rwx------");

    private final Path directory;
    private final ArchiveEntryNames names = new ArchiveEntryNames();
    private final List<String> files = new ArrayList<>();
    private final List<DirectoryEntry> directories = new ArrayList<>();

    /** Creates the directory if it does not exist. */
    public UnpackedDirectory(Path directory) throws IOException {
        Files.createDirectories(directory);
        this.directory = directory.toRealPath();
    }

    private record DirectoryEntry(Path path, int mode, FileTime time) {}

    /** Names of files and links so far. */
    public List<String> files() {
        return List.copyOf(files);
    }

    /** Names of directories so far, parents before what is in them. */
    public List<String> directories() {
        return directories.stream()
                .map(entry -> FileName.relative(directory, entry.path()))
                .toList();
    }

    /**
     * @throws UnsafeEntry as all methods that take a name
     */
    public void addDirectory(String name, int mode, FileTime time) throws IOException {
        String admitted = names.admit(name);
        if (admitted.isEmpty()) {
            return;
        }
        Path target = target(name, admitted);
        if (Files.isSymbolicLink(target)) {
            Files.delete(target);
        }
        Files.createDirectories(target);
        Files.setPosixFilePermissions(target, WHILE_UNPACKING);
        directories.add(new DirectoryEntry(target, mode, time));
    }

    /** Replaces a file or link of the same name; blocks of zeros become holes. */
    public void addFile(String name, int mode, FileTime time, InputStream content)
            throws IOException {
        String admitted = names.admit(name);
        if (admitted.isEmpty()) {
            throw new UnsafeEntry(name, "is a file without a name");
        }
        Path target = target(name, admitted);
        Files.deleteIfExists(target);
        try (FileChannel file =
                FileChannel.open(
                        target,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            copy(content, file);
        }
        // The time first: to set it, Java opens the file, which its owner may not read afterwards.
        Files.setLastModifiedTime(target, time);
        Files.setPosixFilePermissions(target, PermissionBits.permissions(mode));
        files.add(admitted);
    }

    public void addSymbolicLink(String name, String target, FileTime time) throws IOException {
        String admitted = names.admitSymbolicLink(name, target);
        if (target.isEmpty()) {
            throw new UnsafeEntry(name, "is a link without a target");
        }
        Path link = target(name, admitted);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, FileName.path(target));
        Files.getFileAttributeView(link, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(time, null, null);
        files.add(admitted);
    }

    /** Links the file of an earlier entry. */
    public void addHardLink(String name, String source) throws IOException {
        String admitted = names.admitHardLink(name, source);
        Path from = target(name, ArchiveEntryNames.normalize(source));
        if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnsafeEntry(name, "is a hard link to what is no file");
        }
        Path target = target(name, admitted);
        Files.deleteIfExists(target);
        Files.createLink(target, from);
        files.add(admitted);
    }

    /** Sets modes and times of the directories, which a file created in them would change. */
    public void finish() throws IOException {
        for (DirectoryEntry entry : directories.reversed()) {
            Files.setLastModifiedTime(entry.path(), entry.time());
            Files.setPosixFilePermissions(entry.path(), PermissionBits.permissions(entry.mode()));
        }
    }

    /** Path of an entry; refuses parents that are links of the directory before. */
    private Path target(String entry, String admitted) throws IOException {
        Path target = FileName.resolve(directory, admitted);
        Path parent = directory;
        for (Path name : directory.relativize(target.resolveSibling(""))) {
            parent = parent.resolve(name);
            if (Files.isSymbolicLink(parent)) {
                throw new UnsafeEntry(
                        entry,
                        "would be written through the link "
                                + FileName.printable(FileName.relative(directory, parent)));
            }
        }
        Files.createDirectories(parent);
        return target;
    }

    private static void copy(InputStream content, FileChannel file) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        long at = 0;
        boolean hole = false;
        for (int n = content.readNBytes(block, 0, BLOCK_BYTES);
                n > 0;
                n = content.readNBytes(block, 0, BLOCK_BYTES)) {
            hole = isZero(block, n);
            if (!hole) {
                write(file, ByteBuffer.wrap(block, 0, n), at);
            }
            at += n;
        }
        if (hole) {
            write(file, ByteBuffer.wrap(new byte[1]), at - 1);
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += file.write(bytes, position);
        }
    }

    private static boolean isZero(byte[] block, int length) {
        for (int i = 0; i < length; i++) {
            if (block[i] != 0) {
                return false;
            }
        }
        return true;
    }
}

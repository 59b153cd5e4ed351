package io.jobarrays.agent.files;

import io.jobarrays.contract.FileName;
import io.jobarrays.contract.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Directory that outputs are copied to, with modes, links, holes and the times of files. A file
 * gets its name when it is complete.
 */
public final class DirectoryTarget implements OutputTarget {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final byte[] ZEROES = new byte[BUFFER_BYTES];

    private final Path directory;

    private DirectoryTarget(Path directory) {
        this.directory = directory;
    }

    /**
     * Creates the directory below one that exists: a mount that is missing must not become a
     * directory of this machine, which ends with it.
     */
    public static DirectoryTarget create(Path existing, Path directory) throws IOException {
        if (!Files.isDirectory(existing)) {
            throw new NoSuchFileException(
                    "the member has no directory %s; create it, or mount the one that has it, in the local cloud with spawn up --share"
                            .formatted(existing));
        }
        Files.createDirectories(directory);
        return new DirectoryTarget(directory);
    }

    @Override
    public Optional<ListedOutput> send(OutputEntry entry) throws IOException {
        Path place = FileName.resolve(directory, entry.name());
        return switch (entry) {
            case OutputEntry.Directory it -> {
                Files.createDirectories(place);
                Files.setPosixFilePermissions(place, attributes(it).mode());
                yield Optional.empty();
            }
            case OutputEntry.Link link -> {
                link(place, link.target());
                yield Optional.empty();
            }
            case OutputEntry.File file -> Optional.of(copy(file, place));
        };
    }

    private record Attributes(Set<PosixFilePermission> mode, FileTime time) {}

    private static Attributes attributes(OutputEntry entry) throws UnreadableOutput {
        try {
            return new Attributes(
                    Files.getPosixFilePermissions(entry.path()),
                    Files.getLastModifiedTime(entry.path()));
        } catch (IOException e) {
            throw UnreadableOutput.of(entry.name(), e);
        }
    }

    private static void link(Path place, String target) throws IOException {
        Path text = FileName.resolve(Path.of(""), target);
        try {
            Files.createSymbolicLink(place, text);
        } catch (FileAlreadyExistsException earlier) {
            Files.delete(place);
            Files.createSymbolicLink(place, text);
        }
    }

    private static ListedOutput copy(OutputEntry.File file, Path place) throws IOException {
        Path partial = Files.createTempFile(place.resolveSibling(""), ".spawn-", ".part");
        try {
            Attributes attributes = attributes(file);
            ListedOutput copied = copyContent(file, partial);
            Files.setPosixFilePermissions(partial, attributes.mode());
            Files.setLastModifiedTime(partial, attributes.time());
            Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
            return copied;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static ListedOutput copyContent(OutputEntry.File file, Path partial)
            throws IOException {
        MessageDigest digest = Sha256.newDigest();
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        try (OutputContent in = OutputContent.open(file);
                FileChannel out = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                if (!isHole(buffer, n)) {
                    writeAt(out, bytes, buffer, n);
                }
                bytes += n;
            }
            if (bytes > out.size()) {
                // A hole at the end.
                writeAt(out, bytes - 1, ZEROES, 1);
            }
        }
        return new ListedOutput(file.name(), bytes, Sha256.hex(digest));
    }

    private static boolean isHole(byte[] buffer, int length) {
        return Arrays.equals(buffer, 0, length, ZEROES, 0, length);
    }

    private static void writeAt(FileChannel out, long position, byte[] bytes, int length)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        for (long at = position; buffer.hasRemaining(); ) {
            at += out.write(buffer, at);
        }
    }
}

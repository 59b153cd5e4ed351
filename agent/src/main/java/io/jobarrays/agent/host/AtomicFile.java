package io.jobarrays.agent.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Atomic, durable file replacement: every reader sees the old or the new text, also after a power
 * failure.
 */
public final class AtomicFile {
    public static final String PRIVATE = "rw-------";
    public static final String PUBLIC = "rw-r--r--";

    private static volatile boolean durable = true;

    private AtomicFile() {}

    /**
     * Omits fsync from now on, in all threads: for a process whose machines end with it, such as
     * the scale host, where fsync of all small files would take most of the time of a start.
     */
    public static void skipFsync() {
        durable = false;
    }

    public static void write(Path file, String text, String permissions) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(
                temporary,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            // Not at creation: the inherited umask would remove bits.
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(permissions));
            if (durable) {
                channel.force(true);
            }
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        if (durable) {
            sync(file.resolveSibling(""));
        }
    }

    /** Writes only when the content differs, so that an unchanged file needs no free disk space. */
    public static void writeIfChanged(Path file, String text, String permissions)
            throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            write(file, text, permissions);
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

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
 * Replaces files so that every reader, also one after a power cut, sees the old or the new text.
 */
public final class AtomicFile {
    public static final String PRIVATE = "rw-------";
    public static final String PUBLIC = "rw-r--r--";

    private AtomicFile() {}

    public static void write(Path file, String text, String permissions) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            // Not at creation: there the umask of whoever started us would take bits away.
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.resolveSibling(""));
    }

    /**
     * The same where the file does not say so already: a full disk keeps nobody from what is there.
     */
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

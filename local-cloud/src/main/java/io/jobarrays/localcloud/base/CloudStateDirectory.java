package io.jobarrays.localcloud.base;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Directory of keys and {@code cloud.json}, accessible to its owner only (mode 0700). */
public final class CloudStateDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private CloudStateDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates the directory if necessary and locks it for this process.
     *
     * @throws IOException also when another local cloud holds the lock
     */
    public static CloudStateDirectory open(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx------"));
        FileChannel channel =
                FileChannel.open(
                        absolute.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException("another local cloud is running with --state " + absolute);
        }
        return new CloudStateDirectory(absolute, channel);
    }

    public Path path() {
        return path;
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    public boolean has(String name) {
        return Files.exists(file(name));
    }

    public String read(String name) throws IOException {
        return Files.readString(file(name));
    }

    /** Writes a file atomically, readable by its owner only. */
    public void write(String name, String content) throws IOException {
        Path temporary = file(name + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(
                temporary,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(temporary, content, StandardOpenOption.SYNC);
        Files.move(temporary, file(name), StandardCopyOption.ATOMIC_MOVE);
    }

    public void remove(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}

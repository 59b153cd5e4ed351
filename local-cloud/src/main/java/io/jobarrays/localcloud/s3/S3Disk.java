package io.jobarrays.localcloud.s3;

import io.jobarrays.localcloud.base.DirectoryTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Files of all objects, within a total size; deleted with the local cloud. */
final class S3Disk {
    /** Disk that stays free for the other programs. */
    private static final long RESERVED_BYTES = 512L << 20;

    /** Each file takes memory for its object: at least this counts. */
    private static final long MIN_FILE_BYTES = 64L << 10;

    private final Path directory;
    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();

    private S3Disk(Path directory, long limit) {
        this.directory = directory;
        this.limit = limit;
    }

    static S3Disk open(Path directory, long limit) throws IOException {
        DirectoryTree.delete(directory);
        Files.createDirectories(directory);
        return new S3Disk(directory, limit);
    }

    /** A file to write, which counts with this size from now on. */
    StoredFile allocate(long bytes) throws IOException {
        long counted = counted(bytes);
        if (used.addAndGet(counted) > limit
                || Files.getFileStore(directory).getUsableSpace() - RESERVED_BYTES < bytes) {
            used.addAndGet(-counted);
            throw S3Error.INSUFFICIENT_STORAGE.error();
        }
        return new StoredFile(directory.resolve("" + numbers.incrementAndGet()), bytes);
    }

    void delete(StoredFile file) {
        try {
            if (Files.deleteIfExists(file.path())) {
                used.addAndGet(-counted(file.bytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Frees the space of a file that was not written. */
    void cancel(StoredFile file) throws IOException {
        Files.deleteIfExists(file.path());
        used.addAndGet(-counted(file.bytes()));
    }

    void close() throws IOException {
        DirectoryTree.delete(directory);
    }

    private static long counted(long bytes) {
        return Math.max(bytes, MIN_FILE_BYTES);
    }

    record StoredFile(Path path, long bytes) {}
}

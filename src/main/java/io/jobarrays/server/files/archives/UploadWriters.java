package io.jobarrays.server.files.archives;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writers of unfinished uploads, one for each directory: the newest call, because an earlier one
 * may hang on a dead connection. Only calls of one directory wait for each other, since a disk may
 * stall in the middle of a write.
 */
final class UploadWriters {
    private final Map<Path, UploadDirectory> directories = new ConcurrentHashMap<>();

    /** Directory with calls under way. */
    private static final class UploadDirectory {
        private final ReentrantLock lock = new ReentrantLock();
        private int calls;
        private volatile @Nullable Writer newest;
    }

    /** Write to a disk. */
    interface DiskAction {
        void run() throws IOException;
    }

    /** Call that writes into a directory. */
    final class Writer implements AutoCloseable {
        private final Path path;
        private final UploadDirectory directory;

        private Writer(Path path, UploadDirectory directory) {
            this.path = path;
            this.directory = directory;
        }

        /** Runs the action; false, and no effect, when a newer call writes into the directory. */
        boolean run(DiskAction action) throws IOException {
            directory.lock.lock();
            try {
                if (directory.newest != this) {
                    return false;
                }
                action.run();
                return true;
            } finally {
                directory.lock.unlock();
            }
        }

        @Override
        public void close() {
            directories.computeIfPresent(path, (key, known) -> --known.calls == 0 ? null : known);
        }
    }

    /** The newest writer of a directory, until it is closed; a write of the earlier one ends. */
    Writer open(Path path) {
        UploadDirectory directory =
                directories.compute(
                        path,
                        (key, known) -> {
                            UploadDirectory open = known == null ? new UploadDirectory() : known;
                            open.calls++;
                            return open;
                        });
        Writer writer = new Writer(path, directory);
        directory.newest = writer;
        return writer;
    }
}

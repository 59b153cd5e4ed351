package io.jobarrays.agent.host;

import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Current boot of the machine, and the lock that makes this process its only agent.
 *
 * @param id unique for each boot
 * @param firstAgent whether no agent has run in this boot before
 */
public record BootRecord(String id, boolean firstAgent, FileLock lock) implements AutoCloseable {

    /**
     * @throws Refusal when another agent runs
     */
    public static BootRecord acquire(RootDirectory root) throws IOException {
        FileLock lock = lock(root.resolve(RootDirectory.RUNTIME_DIRECTORY).resolve("lock"));
        Path marker = marker(root);
        return Files.exists(marker)
                ? new BootRecord(Files.readString(marker).strip(), false, lock)
                : new BootRecord(UUID.randomUUID().toString(), true, lock);
    }

    /** Returns whether an agent runs on this machine. */
    public static boolean isAgentRunning(RootDirectory root) throws IOException {
        Path file = root.resolve(RootDirectory.RUNTIME_DIRECTORY).resolve("lock");
        if (!Files.exists(file)) {
            return false;
        }
        // Shared: two concurrent status calls must not take each other for the agent.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        }
    }

    /** Records that the once-per-boot initialization is done. */
    public void markInitialized(RootDirectory root) throws IOException {
        AtomicFile.write(marker(root), id, AtomicFile.PRIVATE);
    }

    private static Path marker(RootDirectory root) {
        return root.resolve(RootDirectory.RUNTIME_DIRECTORY).resolve("boot");
    }

    private static FileLock lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock();
        for (int i = 0; lock == null && i < 5; i++) {
            // A status call may hold the lock for a moment.
            pauseBeforeRetry();
            lock = channel.tryLock();
        }
        if (lock == null) {
            channel.close();
            throw new Refusal("another spored runs on this machine: it holds " + file);
        }
        return lock;
    }

    private static void pauseBeforeRetry() throws IOException {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
    }
}

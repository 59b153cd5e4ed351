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
 * This boot of the machine, and our being its one agent.
 *
 * @param id differs from boot to boot
 * @param fresh no agent ran before in this boot
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

    /** Whether an agent runs on this machine. */
    public static boolean isAgentRunning(RootDirectory root) throws IOException {
        Path file = root.resolve(RootDirectory.RUNTIME_DIRECTORY).resolve("lock");
        if (!Files.exists(file)) {
            return false;
        }
        // Shared: whoever asks at the same time must not be taken for the agent.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        }
    }

    /** What is to be done once in a boot has been done. */
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
            // Somebody may have asked just now whether we are here.
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

package io.jobarrays.agent;

import io.jobarrays.contract.Refusal;
import java.io.IOException;
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
record Boot(String id, boolean fresh, FileLock lock) implements AutoCloseable {

    /**
     * @throws Refusal when another agent runs
     */
    static Boot enter(Root root) throws IOException {
        FileLock lock = lock(root.at(Root.RUNTIME).resolve("lock"));
        Path marker = marker(root);
        return Files.exists(marker)
                ? new Boot(Files.readString(marker).strip(), false, lock)
                : new Boot(UUID.randomUUID().toString(), true, lock);
    }

    /** What is to be done once in a boot has been done. */
    void settle(Root root) throws IOException {
        AtomicFile.write(marker(root), id, AtomicFile.PRIVATE);
    }

    private static Path marker(Root root) {
        return root.at(Root.RUNTIME).resolve("boot");
    }

    private static FileLock lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new Refusal("another spored runs on this machine: it holds " + file);
        }
        return lock;
    }

    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
    }
}

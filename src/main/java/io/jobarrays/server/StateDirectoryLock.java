package io.jobarrays.server;

import io.jobarrays.server.problems.Refused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lock of a control plane on its state directory, {@code server.lock}; the kernel releases it when
 * the process ends, also when it is killed.
 */
final class StateDirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private StateDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws Refused when the control plane of another process uses the directory
     */
    static StateDirectoryLock acquire(Path stateDirectory) throws IOException {
        Files.createDirectories(stateDirectory);
        Path file = stateDirectory.resolve("server.lock");
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw inUse(stateDirectory, read(channel));
            }
            write(channel, "%d\n".formatted(ProcessHandle.current().pid()));
            return new StateDirectoryLock(channel);
        } catch (OverlappingFileLockException e) {
            // A live reload starts the server again in the process that has the lock.
            return new StateDirectoryLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Refused inUse(Path stateDirectory, String pid) {
        return new Refused(
                409,
                "SPAWN-STATE-IN-USE",
                ("the state directory %s is in use by the control plane with process id %s; stop"
                                + " that one with \"spawn down\", or set XDG_STATE_HOME to another"
                                + " directory")
                        .formatted(stateDirectory.toAbsolutePath(), pid));
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(32);
        channel.read(buffer, 0);
        String pid = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        return pid.isBlank() ? "unknown" : pid.strip();
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

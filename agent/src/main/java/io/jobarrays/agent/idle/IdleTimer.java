package io.jobarrays.agent.idle;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.RootDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Idle time of this machine; its start is stored in the runtime directory and survives restarts of
 * the agent, but no boot.
 */
final class IdleTimer {
    private static final Logger LOG = Logger.getLogger(IdleTimer.class);

    private final Path file;
    private final Supplier<Duration> uptime;
    private volatile @Nullable Duration startedAt;

    IdleTimer(RootDirectory root, Supplier<Duration> uptime) {
        this.file = root.resolve(RootDirectory.RUNTIME_DIRECTORY).resolve("idle-since");
        this.uptime = uptime;
        this.startedAt = readStart();
    }

    boolean isRunning() {
        return startedAt != null;
    }

    Duration elapsed() {
        Duration from = startedAt;
        return from == null ? Duration.ZERO : uptime.get().minus(from);
    }

    /**
     * @param from uptime at the start
     */
    void start(Duration from) {
        startedAt = from;
        try {
            AtomicFile.write(file, from.toMillis() + "\n", AtomicFile.PRIVATE);
        } catch (IOException e) {
            LOG.debugf("cannot write %s: %s", file, e);
        }
    }

    void stop() {
        if (isRunning()) {
            startedAt = null;
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.debugf("cannot delete %s: %s", file, e);
            }
        }
    }

    private @Nullable Duration readStart() {
        try {
            return Files.exists(file)
                    ? Duration.ofMillis(Long.parseLong(Files.readString(file).strip()))
                    : null;
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }
}

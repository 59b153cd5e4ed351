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

/** How long the machine has been idle: kept where a boot forgets it and an agent's end does not. */
final class IdleSpan {
    private static final Logger LOG = Logger.getLogger(IdleSpan.class);

    private final Path file;
    private final Supplier<Duration> uptime;
    private volatile @Nullable Duration began;

    IdleSpan(RootDirectory root, Supplier<Duration> uptime) {
        this.file = root.at(RootDirectory.RUNTIME).resolve("idle-since");
        this.uptime = uptime;
        this.began = kept();
    }

    boolean running() {
        return began != null;
    }

    Duration length() {
        Duration from = began;
        return from == null ? Duration.ZERO : uptime.get().minus(from);
    }

    /**
     * @param from as uptime
     */
    void begin(Duration from) {
        began = from;
        try {
            AtomicFile.write(file, from.toMillis() + "\n", AtomicFile.PRIVATE);
        } catch (IOException e) {
            LOG.debugf("cannot write %s: %s", file, e);
        }
    }

    void end() {
        if (running()) {
            began = null;
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.debugf("cannot delete %s: %s", file, e);
            }
        }
    }

    private @Nullable Duration kept() {
        try {
            return Files.exists(file)
                    ? Duration.ofMillis(Long.parseLong(Files.readString(file).strip()))
                    : null;
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }
}

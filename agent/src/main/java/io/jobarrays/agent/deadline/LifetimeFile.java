package io.jobarrays.agent.deadline;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.RootDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * Stores a {@link Lifetime} in the state directory, or in the runtime directory while the disk is
 * full.
 */
final class LifetimeFile {
    private static final Logger LOG = Logger.getLogger(LifetimeFile.class);

    private final Path file;
    private final Path fallbackFile;
    private final Path bootMarker;
    private final Path pauseForbiddenMarker;

    LifetimeFile(RootDirectory root) {
        this.file = root.stateFile("deadline");
        this.fallbackFile = root.resolve(RootDirectory.RUNTIME_DIRECTORY).resolve("deadline");
        this.bootMarker = root.resolve(RootDirectory.RUNTIME_DIRECTORY).resolve("deadline-booted");
        this.pauseForbiddenMarker =
                root.resolve(RootDirectory.RUNTIME_DIRECTORY).resolve("deadline-rested");
    }

    /**
     * @throws IllegalArgumentException for a line that no agent has written
     */
    Lifetime read() throws IOException {
        return Lifetime.parse(Files.readString(Files.exists(fallbackFile) ? fallbackFile : file));
    }

    void write(Lifetime lifetime) throws IOException {
        AtomicFile.write(file, lifetime.format() + "\n", AtomicFile.PRIVATE);
        Files.deleteIfExists(fallbackFile);
    }

    /** Writes to the fallback file when the disk is full. */
    void writeOrFallBack(Lifetime lifetime) {
        try {
            write(lifetime);
        } catch (IOException e) {
            LOG.errorf("cannot write the deadline to %s: %s", file, e.getMessage());
            writeFallback(lifetime);
        }
    }

    /**
     * Returns true once in each boot except the machine's first. The marker is written first: an
     * agent that crashes repeatedly must not gain time.
     */
    boolean markReboot() {
        try {
            return Files.exists(Files.createFile(bootMarker)) && Files.exists(file);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Refuses pauses until the next boot or a new deadline, so that repeated pauses add no time.
     */
    void forbidPause() {
        try {
            Files.createFile(pauseForbiddenMarker);
        } catch (IOException e) {
            LOG.errorf("cannot create %s: %s", pauseForbiddenMarker, e.getMessage());
        }
    }

    void allowPause() throws IOException {
        Files.deleteIfExists(pauseForbiddenMarker);
    }

    boolean pauseForbidden() {
        return Files.exists(pauseForbiddenMarker);
    }

    private void writeFallback(Lifetime lifetime) {
        try {
            AtomicFile.write(fallbackFile, lifetime.format() + "\n", AtomicFile.PRIVATE);
        } catch (IOException e) {
            LOG.errorf("cannot write it to %s either: %s", fallbackFile, e.getMessage());
        }
    }
}

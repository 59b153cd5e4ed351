package io.jobarrays.agent.deadline;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.RootDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** A {@link Lifetime} on this machine's disk, and while that is full in memory. */
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
     * @throws IllegalArgumentException for what no agent wrote
     */
    Lifetime read() throws IOException {
        return Lifetime.parse(Files.readString(Files.exists(fallbackFile) ? fallbackFile : file));
    }

    void write(Lifetime term) throws IOException {
        AtomicFile.write(file, term.format() + "\n", AtomicFile.PRIVATE);
        Files.deleteIfExists(fallbackFile);
    }

    /** Also on a machine whose disk is full. */
    void writeOrFallBack(Lifetime term) {
        try {
            write(term);
        } catch (IOException e) {
            LOG.errorf("the deadline cannot be kept in %s: %s", file, e.getMessage());
            writeFallback(term);
        }
    }

    /**
     * Once in each boot but the machine's first. Written down before it is said: an agent that dies
     * again and again has no more time than one that lives.
     */
    boolean markReboot() {
        try {
            return Files.exists(Files.createFile(bootMarker)) && Files.exists(file);
        } catch (IOException e) {
            return false;
        }
    }

    /** Until the next boot, or a new deadline: whoever only repeats a word gets no more time. */
    void forbidPause() {
        try {
            Files.createFile(pauseForbiddenMarker);
        } catch (IOException e) {
            LOG.errorf("%s cannot be made: %s", pauseForbiddenMarker, e.getMessage());
        }
    }

    void allowPause() throws IOException {
        Files.deleteIfExists(pauseForbiddenMarker);
    }

    boolean pauseForbidden() {
        return Files.exists(pauseForbiddenMarker);
    }

    private void writeFallback(Lifetime term) {
        try {
            AtomicFile.write(fallbackFile, term.format() + "\n", AtomicFile.PRIVATE);
        } catch (IOException e) {
            LOG.errorf("nor can it in %s: %s", fallbackFile, e.getMessage());
        }
    }
}

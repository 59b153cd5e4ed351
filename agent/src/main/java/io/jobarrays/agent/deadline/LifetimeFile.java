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

    private final Path stored;
    private final Path aside;
    private final Path booted;
    private final Path rested;

    LifetimeFile(RootDirectory root) {
        this.stored = root.state("deadline");
        this.aside = root.at(RootDirectory.RUNTIME).resolve("deadline");
        this.booted = root.at(RootDirectory.RUNTIME).resolve("deadline-booted");
        this.rested = root.at(RootDirectory.RUNTIME).resolve("deadline-rested");
    }

    /**
     * @throws IllegalArgumentException for what no agent wrote
     */
    Lifetime read() throws IOException {
        return Lifetime.parse(Files.readString(Files.exists(aside) ? aside : stored));
    }

    void write(Lifetime term) throws IOException {
        AtomicFile.write(stored, term.line() + "\n", AtomicFile.PRIVATE);
        Files.deleteIfExists(aside);
    }

    /** Also on a machine whose disk is full. */
    void hold(Lifetime term) {
        try {
            write(term);
        } catch (IOException e) {
            LOG.errorf("the deadline cannot be kept in %s: %s", stored, e.getMessage());
            holdAside(term);
        }
    }

    /**
     * Once in each boot but the machine's first. Written down before it is said: an agent that dies
     * again and again has no more time than one that lives.
     */
    boolean boots() {
        try {
            return Files.exists(Files.createFile(booted)) && Files.exists(stored);
        } catch (IOException e) {
            return false;
        }
    }

    /** Until the next boot, or a new deadline: whoever only repeats a word gets no more time. */
    void mayRestNoMore() {
        try {
            Files.createFile(rested);
        } catch (IOException e) {
            LOG.errorf("%s cannot be made: %s", rested, e.getMessage());
        }
    }

    void mayRest() throws IOException {
        Files.deleteIfExists(rested);
    }

    boolean restedTooLong() {
        return Files.exists(rested);
    }

    private void holdAside(Lifetime term) {
        try {
            AtomicFile.write(aside, term.line() + "\n", AtomicFile.PRIVATE);
        } catch (IOException e) {
            LOG.errorf("nor can it in %s: %s", aside, e.getMessage());
        }
    }
}

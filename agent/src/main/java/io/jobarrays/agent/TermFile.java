package io.jobarrays.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** A {@link Term} on this machine's disk, and while that is full in memory. */
final class TermFile {
    private static final Logger LOG = Logger.getLogger(TermFile.class);

    private final Path stored;
    private final Path aside;
    private final Path booted;
    private final Path rested;

    TermFile(Root root) {
        this.stored = root.state("deadline");
        this.aside = root.at(Root.RUNTIME).resolve("deadline");
        this.booted = root.at(Root.RUNTIME).resolve("deadline-booted");
        this.rested = root.at(Root.RUNTIME).resolve("deadline-rested");
    }

    /**
     * @throws IllegalArgumentException for what no agent wrote
     */
    Term read() throws IOException {
        return Term.parse(Files.readString(Files.exists(aside) ? aside : stored));
    }

    void write(Term term) throws IOException {
        AtomicFile.write(stored, term.line() + "\n", AtomicFile.PRIVATE);
        Files.deleteIfExists(aside);
    }

    /** Also on a machine whose disk is full. */
    void hold(Term term) {
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

    private void holdAside(Term term) {
        try {
            AtomicFile.write(aside, term.line() + "\n", AtomicFile.PRIVATE);
        } catch (IOException e) {
            LOG.errorf("nor can it in %s: %s", aside, e.getMessage());
        }
    }
}

package io.jobarrays.cli.local;

import io.jobarrays.cli.base.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process known by its number, and by a word of its command line: numbers are used again.
 *
 * @param mark empty for any program
 */
record RunningProgram(long pid, String mark) {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    static Optional<RunningProgram> find(long pid, String mark) {
        RunningProgram program = new RunningProgram(pid, mark);
        return program.isAlive() ? Optional.of(program) : Optional.empty();
    }

    /** A process that has ended but was not yet waited for has no command line any more. */
    boolean isAlive() {
        return handle().isPresent();
    }

    /**
     * Asks it to end, makes it end when the bound has passed, and returns when it is gone.
     *
     * @return false where it would not go, which takes a system that is out of order
     */
    boolean terminate(Duration bound) {
        handle().ifPresent(ProcessHandle::destroy);
        if (endsWithin(bound)) {
            return true;
        }
        handle().ifPresent(ProcessHandle::destroyForcibly);
        return endsWithin(bound);
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(
                        it ->
                                it.info()
                                        .commandLine()
                                        .filter(line -> line.contains(mark))
                                        .isPresent());
    }

    private boolean endsWithin(Duration bound) {
        Instant end = Instant.now().plus(bound);
        while (isAlive()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            Pause.of(POLL_INTERVAL);
        }
        return true;
    }
}

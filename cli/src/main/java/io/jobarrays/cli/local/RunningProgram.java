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
    private static final Duration LOOK = Duration.ofMillis(20);

    static Optional<RunningProgram> living(long pid, String mark) {
        RunningProgram program = new RunningProgram(pid, mark);
        return program.lives() ? Optional.of(program) : Optional.empty();
    }

    /** A process that has ended but was not yet waited for has no command line any more. */
    boolean lives() {
        return handle().isPresent();
    }

    /**
     * Asks it to end, makes it end when the bound has passed, and returns when it is gone.
     *
     * @return false where it would not go, which takes a system that is out of order
     */
    boolean end(Duration bound) {
        handle().ifPresent(ProcessHandle::destroy);
        if (goneWithin(bound)) {
            return true;
        }
        handle().ifPresent(ProcessHandle::destroyForcibly);
        return goneWithin(bound);
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

    private boolean goneWithin(Duration bound) {
        Instant end = Instant.now().plus(bound);
        while (lives()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            Pause.of(LOOK);
        }
        return true;
    }
}

package io.jobarrays.cli.local;

import io.jobarrays.cli.base.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Process identified by its id and a word of its command line, because ids are reused.
 *
 * @param mark word of the command line; empty: any process
 */
record RunningProgram(long pid, String mark) {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    static Optional<RunningProgram> find(long pid, String mark) {
        RunningProgram program = new RunningProgram(pid, mark);
        return program.isAlive() ? Optional.of(program) : Optional.empty();
    }

    /** A zombie process has no command line. */
    boolean isAlive() {
        return handle().isPresent();
    }

    /**
     * Sends SIGTERM, after the timeout SIGKILL, and waits until the process has exited.
     *
     * @return false if the process survives SIGKILL
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

package io.jobarrays.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * CPU time of a process from {@code /proc/PID/stat} (proc(5)), in steps of 10 ms.
 *
 * @param own of the process
 * @param endedChildren of its children that have ended
 */
record ProcessStat(Duration own, Duration endedChildren) {
    /** USER_HZ of every Linux platform that this project supports. */
    private static final int TICK_MILLIS = 10;

    /** Positions after the name of the program, which may contain spaces. */
    private static final int USER_TIME = 11;

    private static final int CHILDREN_USER_TIME = 13;

    /** Empty when the process has ended. */
    static Optional<ProcessStat> of(long pid) {
        try {
            return Optional.of(parse(Files.readString(Path.of("/proc", "" + pid, "stat"))));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    static ProcessStat parse(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 2).strip().split(" ", -1);
        return new ProcessStat(time(fields, USER_TIME), time(fields, CHILDREN_USER_TIME));
    }

    Duration withEndedChildren() {
        return own.plus(endedChildren);
    }

    /** User and system time, which are adjacent. */
    private static Duration time(String[] fields, int position) {
        long ticks = Long.parseLong(fields[position]) + Long.parseLong(fields[position + 1]);
        return Duration.ofMillis(ticks * TICK_MILLIS);
    }
}

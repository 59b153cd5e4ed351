package io.jobarrays.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory and threads of a process from {@code /proc/PID/status}; zeros when it has ended.
 *
 * @param residentKib resident memory, shared pages included
 * @param threads of the operating system
 */
record ProcessStatus(long residentKib, int threads) {
    static ProcessStatus of(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc", "" + pid, "status")));
        } catch (IOException ended) {
            return new ProcessStatus(0, 0);
        }
    }

    static ProcessStatus parse(String text) {
        return new ProcessStatus(number(text, "VmRSS:"), (int) number(text, "Threads:"));
    }

    private static long number(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}

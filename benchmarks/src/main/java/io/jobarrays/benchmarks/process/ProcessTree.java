package io.jobarrays.benchmarks.process;

import java.time.Duration;
import java.util.stream.Stream;

/** A process with all processes that it started. */
public final class ProcessTree {
    private ProcessTree() {}

    /** CPU time of the processes that run, and of their children that have ended. */
    public static Duration cpu(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .flatMap(process -> ProcessStat.of(process.pid()).stream())
                .map(ProcessStat::withEndedChildren)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** CPU time of one process. */
    public static Duration ownCpu(long pid) {
        return ProcessStat.of(pid).map(ProcessStat::own).orElse(Duration.ZERO);
    }
}

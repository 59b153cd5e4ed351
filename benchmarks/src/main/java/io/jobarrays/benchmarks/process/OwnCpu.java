package io.jobarrays.benchmarks.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** CPU time of this process, its compiler and its garbage collector included. */
public final class OwnCpu {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private OwnCpu() {}

    public static Duration now() {
        return Duration.ofNanos(SYSTEM.getProcessCpuTime());
    }
}

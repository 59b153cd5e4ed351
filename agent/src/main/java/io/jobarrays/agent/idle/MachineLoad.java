package io.jobarrays.agent.idle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a machine did in a span of time.
 *
 * @param processors how many of them were busy on average
 * @param gpu percent, of the busiest
 * @param input whether somebody typed at a terminal
 */
record MachineLoad(
        Duration span,
        double busyProcessors,
        long networkBytes,
        long diskBytes,
        int gpuPercent,
        boolean terminalInput) {
    /** Bytes a second that no machine at rest comes to by time servers, leases and its journal. */
    static final long BUSY_NETWORK_BYTES_PER_SECOND = 10_000;

    static final long BUSY_DISK_BYTES_PER_SECOND = 100_000;
    static final int BUSY_GPU_PERCENT = 5;

    /**
     * Why it counts as busy; none: it was idle.
     *
     * <p>The threshold is a share of all processors, but one busy program must be seen on a machine
     * with many: never more than that share of one processor, at least half of one.
     */
    List<Reason> busyReasons(int cpuPercent, int available) {
        List<Reason> reasons = new ArrayList<>();
        double share = cpuPercent / 100.0;
        if (busyProcessors >= Math.min(share * available, Math.max(0.5, share))) {
            reasons.add(new Reason("cpu", cpu(available)));
        }
        if (perSecond(networkBytes) >= BUSY_NETWORK_BYTES_PER_SECOND) {
            reasons.add(new Reason("network", rate(networkBytes)));
        }
        if (perSecond(diskBytes) >= BUSY_DISK_BYTES_PER_SECOND) {
            reasons.add(new Reason("disk", rate(diskBytes)));
        }
        if (gpuPercent >= BUSY_GPU_PERCENT) {
            reasons.add(new Reason("gpu", gpuPercent + " %"));
        }
        if (terminalInput) {
            reasons.add(new Reason("terminal", "input"));
        }
        return reasons;
    }

    private String cpu(int available) {
        long percent = Math.round(100 * busyProcessors / available);
        return percent >= 10
                ? percent + " %"
                : String.format(Locale.ROOT, "%.1f of %d processors", busyProcessors, available);
    }

    private double perSecond(long bytes) {
        return bytes / Math.max(0.001, span.toMillis() / 1000.0);
    }

    private String rate(long bytes) {
        double rate = perSecond(bytes);
        return rate >= 1_000_000
                ? String.format(Locale.ROOT, "%.1f MB/s", rate / 1_000_000)
                : String.format(Locale.ROOT, "%.0f kB/s", rate / 1_000);
    }

    /**
     * @param kind stays the same for as long as the machine does the same
     */
    record Reason(String kind, String figure) {
        @Override
        public String toString() {
            return kind + " " + figure;
        }
    }
}

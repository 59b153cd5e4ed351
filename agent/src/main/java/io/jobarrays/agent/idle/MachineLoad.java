package io.jobarrays.agent.idle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Load of this machine over a span of time.
 *
 * @param busyProcessors average number of busy processors
 * @param gpuPercent utilization of the busiest GPU
 * @param terminalInput whether there was terminal input
 */
record MachineLoad(
        Duration span,
        double busyProcessors,
        long networkBytes,
        long diskBytes,
        int gpuPercent,
        boolean terminalInput) {
    /** Above the background traffic of an idle machine: NTP, DHCP leases, the journal. */
    static final long BUSY_NETWORK_BYTES_PER_SECOND = 10_000;

    static final long BUSY_DISK_BYTES_PER_SECOND = 100_000;
    static final int BUSY_GPU_PERCENT = 5;

    /**
     * Reasons why the machine counts as busy; empty when it was idle.
     *
     * <p>The threshold is a share of all processors, limited so that one busy program counts on a
     * machine with many: at most that share of one processor, but at least half of one.
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
     * @param kind resource, without the figure
     */
    record Reason(String kind, String figure) {
        @Override
        public String toString() {
            return kind + " " + figure;
        }
    }
}

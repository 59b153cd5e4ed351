package io.jobarrays.agent.idle;

import java.time.Duration;
import java.util.Map;

/**
 * Counters of this machine at one moment; two of them give a {@link MachineLoad}.
 *
 * @param cpu processor seconds of all processes
 * @param processes processor seconds of each live process by pid and start time; empty where {@code
 *     cpu} is the kernel's total
 * @param lastInput value that changes with each terminal input
 */
public record LoadCounters(
        Duration uptime,
        double cpu,
        Map<String, Double> processes,
        long network,
        long disk,
        int gpu,
        long lastInput) {

    /** Counters of a machine without any load. */
    public static LoadCounters idle(Duration uptime) {
        return new LoadCounters(uptime, 0, Map.of(), 0, 0, 0, 0);
    }

    /**
     * Load between two readings; counters that decrease, when a device or process disappears, count
     * as 0.
     */
    MachineLoad loadSince(LoadCounters earlier) {
        Duration span = uptime.minus(earlier.uptime);
        double used = Math.max(cpu - earlier.cpu, liveProcessSeconds(earlier));
        return new MachineLoad(
                span,
                Math.max(0, used) / Math.max(0.001, span.toMillis() / 1000.0),
                Math.max(0, network - earlier.network),
                Math.max(0, disk - earlier.disk),
                gpu,
                lastInput != earlier.lastInput);
    }

    /** Lower bound from live processes: an unreaped process that ended lowers the total. */
    private double liveProcessSeconds(LoadCounters earlier) {
        double used = 0;
        for (Map.Entry<String, Double> process : processes.entrySet()) {
            used += process.getValue() - earlier.processes.getOrDefault(process.getKey(), 0.0);
        }
        return used;
    }
}

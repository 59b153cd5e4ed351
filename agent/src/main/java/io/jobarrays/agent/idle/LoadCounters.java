package io.jobarrays.agent.idle;

import java.time.Duration;
import java.util.Map;

/**
 * A machine's counters at one moment; two of them make a {@link MachineLoad}.
 *
 * @param cpu seconds of processor time, whoever used them
 * @param processes seconds of processor time of each process that lives, by an id that is not given
 *     twice; empty where {@code cpu} is the kernel's own figure
 * @param lastInput when somebody last typed, in any unit: what matters is that it changes
 */
record LoadCounters(
        Duration uptime,
        double cpu,
        Map<String, Double> processes,
        long network,
        long disk,
        int gpu,
        long lastInput) {

    /** Counters go backwards when a device or an unaccounted process goes: that is no load. */
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

    /** What ended unaccounted is missing from the sum of all; the living at least did this much. */
    private double liveProcessSeconds(LoadCounters earlier) {
        double used = 0;
        for (Map.Entry<String, Double> process : processes.entrySet()) {
            used += process.getValue() - earlier.processes.getOrDefault(process.getKey(), 0.0);
        }
        return used;
    }
}

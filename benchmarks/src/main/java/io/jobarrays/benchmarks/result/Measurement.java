package io.jobarrays.benchmarks.result;

import io.jobarrays.benchmarks.plane.CallTally;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Result of one run; may lack values when the run stopped early.
 *
 * @param stopped how far it came and why it stopped; empty for a complete run
 */
public record Measurement(Map<Metric, Double> values, CallTally calls, String stopped) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    public boolean complete() {
        return stopped.isEmpty();
    }

    /** Values of a run in progress. */
    public static final class Builder {
        private final EnumMap<Metric, Double> values = new EnumMap<>(Metric.class);
        private CallTally calls = new CallTally(new TreeMap<>(), 0);
        private String stopped = "";

        public Builder put(Metric metric, double value) {
            values.put(metric, value);
            return this;
        }

        public Builder seconds(Metric metric, Duration time) {
            return put(metric, time.toNanos() / NANOS_PER_SECOND);
        }

        /** CPU time divided by the number of indexes. */
        public Builder perIndex(Metric metric, Duration cpu, int size) {
            return put(metric, cpu.toNanos() / NANOS_PER_MILLI / size);
        }

        public Builder calls(CallTally tally) {
            calls = tally;
            return this;
        }

        public Builder stopped(String reason) {
            stopped = reason;
            return this;
        }

        public Measurement build() {
            return new Measurement(Map.copyOf(values), calls, stopped);
        }
    }
}

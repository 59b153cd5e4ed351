package io.jobarrays.benchmarks.result;

import java.util.List;

/** Minimum, median and maximum of some runs; the lower median of an even number. */
public record Spread(double min, double median, double max) {
    /**
     * @param values at least one
     */
    public static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return new Spread(sorted.getFirst(), sorted.get((sorted.size() - 1) / 2), sorted.getLast());
    }
}

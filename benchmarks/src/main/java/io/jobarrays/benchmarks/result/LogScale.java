package io.jobarrays.benchmarks.result;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Logarithmic axis of whole decades.
 *
 * @param first exponent of the lower end
 * @param last exponent of the upper end, above the first
 * @param start coordinate of the lower end
 * @param end coordinate of the upper end
 */
record LogScale(int first, int last, double start, double end) {
    /**
     * @param values positive; without any the axis is from 1 to 10
     */
    static LogScale of(List<Double> values, double start, double end) {
        double min = values.stream().mapToDouble(Double::doubleValue).min().orElse(1);
        double max = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        int first = (int) Math.floor(Math.log10(min));
        int last = (int) Math.ceil(Math.log10(max));
        return new LogScale(first, Math.max(last, first + 1), start, end);
    }

    double position(double value) {
        return start + (Math.log10(value) - first) / (last - first) * (end - start);
    }

    List<Double> decades() {
        return IntStream.rangeClosed(first, last).mapToObj(n -> Math.pow(10, n)).toList();
    }
}

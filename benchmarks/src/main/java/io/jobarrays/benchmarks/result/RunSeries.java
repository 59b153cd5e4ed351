package io.jobarrays.benchmarks.result;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Runs of one subject with one size.
 *
 * @param size number of indexes
 */
public record RunSeries(int size, List<Measurement> runs) {
    public RunSeries {
        runs = List.copyOf(runs);
    }

    /** Empty when no run has a value. */
    Optional<Spread> spread(Metric metric) {
        List<Double> values =
                runs.stream()
                        .filter(run -> run.values().containsKey(metric))
                        .map(run -> run.values().getOrDefault(metric, 0.0))
                        .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /** Calls of one operation, over all runs. */
    Spread calls(String operation) {
        return Spread.of(
                runs.stream()
                        .map(run -> (double) run.calls().byOperation().getOrDefault(operation, 0L))
                        .toList());
    }

    Spread throttled() {
        return Spread.of(runs.stream().map(run -> (double) run.calls().throttled()).toList());
    }

    SortedSet<String> operations() {
        SortedSet<String> operations = new TreeSet<>();
        runs.forEach(run -> operations.addAll(run.calls().byOperation().keySet()));
        return operations;
    }

    /** Why runs stopped early, each reason once. */
    List<String> stopped() {
        return runs.stream()
                .filter(run -> !run.complete())
                .map(Measurement::stopped)
                .distinct()
                .toList();
    }
}

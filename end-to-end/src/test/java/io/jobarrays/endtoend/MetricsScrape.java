package io.jobarrays.endtoend;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;

/** Metrics of one moment: series with their labels, and their values. */
record MetricsScrape(Map<String, Double> series) {
    /** Before the control plane is started, nothing has happened. */
    static final MetricsScrape NONE = new MetricsScrape(Map.of());

    static MetricsScrape of(TestControlPlane plane) {
        Map<String, Double> series = new HashMap<>();
        plane.api()
                .metrics()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(
                        line -> {
                            int end = line.lastIndexOf(' ');
                            series.put(line.substring(0, end), Double.valueOf(line.substring(end)));
                        });
        return new MetricsScrape(series);
    }

    /**
     * Sum of all series of a metric.
     *
     * @param labels which the series must have, {@code state="failed"}
     */
    double sum(String metric, String... labels) {
        return series.entrySet().stream()
                .filter(one -> one.getKey().replaceFirst("\\{.*", "").equals(metric))
                .filter(one -> Arrays.stream(labels).allMatch(one.getKey()::contains))
                .mapToDouble(Entry::getValue)
                .sum();
    }

    /** Growth of a metric since an earlier scrape. */
    double since(MetricsScrape before, String metric, String... labels) {
        return sum(metric, labels) - before.sum(metric, labels);
    }
}

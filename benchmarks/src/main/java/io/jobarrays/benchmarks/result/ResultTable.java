package io.jobarrays.benchmarks.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Markdown tables of series: a column for each size. */
final class ResultTable {
    private static final String NO_VALUE = "–";

    private ResultTable() {}

    /** One row for each metric that a run has. */
    static String metrics(List<RunSeries> series) {
        List<String> rows = new ArrayList<>(header(series));
        for (Metric metric : Metric.values()) {
            if (series.stream().anyMatch(it -> it.spread(metric).isPresent())) {
                rows.add(row(metric.title(), series.stream().map(it -> cell(metric, it)).toList()));
            }
        }
        return lines(rows);
    }

    /** One row for each operation, and one for throttled calls. */
    static String calls(List<RunSeries> series) {
        List<String> rows = new ArrayList<>(header(series));
        TreeSet<String> operations = new TreeSet<>();
        series.forEach(it -> operations.addAll(it.operations()));
        for (String operation : operations) {
            rows.add(
                    row(
                            "`" + operation + "`",
                            series.stream().map(it -> counts(it.calls(operation))).toList()));
        }
        rows.add(row("throttled", series.stream().map(it -> counts(it.throttled())).toList()));
        return lines(rows);
    }

    private static List<String> header(List<RunSeries> series) {
        return List.of(
                row("", series.stream().map(it -> "N = %,d".formatted(it.size())).toList()),
                row("---", series.stream().map(it -> "---").toList()));
    }

    private static String cell(Metric metric, RunSeries series) {
        Optional<Spread> spread = series.spread(metric);
        return spread.map(
                        it ->
                                joined(
                                        metric.text(it.min()),
                                        metric.text(it.median()),
                                        metric.text(it.max())))
                .orElse(NO_VALUE);
    }

    private static String counts(Spread spread) {
        return joined(
                "%.0f".formatted(spread.min()),
                "%.0f".formatted(spread.median()),
                "%.0f".formatted(spread.max()));
    }

    /** One value where all are equal. */
    private static String joined(String min, String median, String max) {
        return min.equals(max) ? median : "%s · %s · %s".formatted(min, median, max);
    }

    private static String row(String title, List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| " + title + " | ", " |"));
    }

    private static String lines(List<String> rows) {
        return String.join("\n", rows) + "\n";
    }
}

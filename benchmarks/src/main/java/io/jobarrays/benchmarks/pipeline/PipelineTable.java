package io.jobarrays.benchmarks.pipeline;

import static io.jobarrays.benchmarks.pipeline.PipelineFigure.AFTERCORR_AT_ONCE_P50;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.AFTERCORR_AT_ONCE_P99;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.AFTERCORR_P50;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.AFTERCORR_P99;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.AFTEROK_AT_ONCE_P50;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.AFTEROK_AT_ONCE_P99;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.AFTEROK_P50;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.AFTEROK_P99;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.CALL_P50;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.CALL_P99;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.ELEMENT_P50;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.ELEMENT_P99;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.INDEXES;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.TASKS;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.TASKS_AT_ONCE;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.WORK_P50;
import static io.jobarrays.benchmarks.pipeline.PipelineFigure.WORK_P99;

import io.jobarrays.benchmarks.result.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Markdown tables of all runs: figures, and ratios of those that Slurm has too. */
final class PipelineTable {
    private static final List<Ratio> RATIOS =
            List.of(
                    new Ratio("afterok ÷ launch call, p50", AFTEROK_P50, CALL_P50),
                    new Ratio("afterok ÷ launch call, p99", AFTEROK_P99, CALL_P99),
                    new Ratio("afterok ÷ work on the same machines, p50", AFTEROK_P50, WORK_P50),
                    new Ratio("afterok ÷ work on the same machines, p99", AFTEROK_P99, WORK_P99),
                    new Ratio("aftercorr ÷ element-wise edge, p50", AFTERCORR_P50, ELEMENT_P50),
                    new Ratio("aftercorr ÷ element-wise edge, p99", AFTERCORR_P99, ELEMENT_P99),
                    new Ratio("afterok at once ÷ launch call, p50", AFTEROK_AT_ONCE_P50, CALL_P50),
                    new Ratio("afterok at once ÷ launch call, p99", AFTEROK_AT_ONCE_P99, CALL_P99),
                    new Ratio(
                            "aftercorr at once ÷ element-wise edge, p50",
                            AFTERCORR_AT_ONCE_P50,
                            ELEMENT_P50),
                    new Ratio(
                            "aftercorr at once ÷ element-wise edge, p99",
                            AFTERCORR_AT_ONCE_P99,
                            ELEMENT_P99),
                    new Ratio("indexes ÷ tasks a second", INDEXES, TASKS),
                    new Ratio("indexes ÷ tasks a second, at once", INDEXES, TASKS_AT_ONCE));

    private PipelineTable() {}

    /** Two figures of the same run; above 1 the control plane is faster. */
    private record Ratio(String title, PipelineFigure dividend, PipelineFigure divisor) {
        Optional<Double> of(Map<PipelineFigure, Double> run) {
            return run.containsKey(dividend) && run.containsKey(divisor)
                    ? Optional.of(run.getOrDefault(dividend, 0.0) / run.getOrDefault(divisor, 1.0))
                    : Optional.empty();
        }
    }

    /**
     * @param runs at least one
     */
    static String of(List<Map<PipelineFigure, Double>> runs) {
        List<String> rows = new ArrayList<>(List.of("| | |", "| --- | --- |"));
        for (PipelineFigure figure : PipelineFigure.values()) {
            List<Double> values =
                    runs.stream()
                            .flatMap(run -> Optional.ofNullable(run.get(figure)).stream())
                            .toList();
            if (!values.isEmpty()) {
                Spread spread = Spread.of(values);
                rows.add(
                        row(
                                figure.title(),
                                figure.text(spread.min()),
                                figure.text(spread.median()),
                                figure.text(spread.max())));
            }
        }
        RATIOS.forEach(ratio -> row(ratio, runs).ifPresent(rows::add));
        return String.join("\n", rows) + "\n";
    }

    private static Optional<String> row(Ratio ratio, List<Map<PipelineFigure, Double>> runs) {
        List<Double> values = runs.stream().flatMap(run -> ratio.of(run).stream()).toList();
        if (values.isEmpty()) {
            return Optional.empty();
        }
        Spread spread = Spread.of(values);
        return Optional.of(
                row(
                        ratio.title(),
                        "%.1f".formatted(spread.min()),
                        "%.1f".formatted(spread.median()),
                        "%.1f".formatted(spread.max())));
    }

    private static String row(String title, String min, String median, String max) {
        return "| %s | %s · %s · %s |".formatted(title, min, median, max);
    }
}

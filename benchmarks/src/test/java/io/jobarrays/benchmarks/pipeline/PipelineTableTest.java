package io.jobarrays.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineTableTest {
    @Test
    void showsSpreadOfFiguresAndRatiosOfTheSameRun() {
        String table = PipelineTable.of(List.of(run(100, 900), run(120, 600), run(200, 1000)));

        assertThat(table)
                .contains(
                        "| last exit to the next stage's first launch call, p50, ms | 100 · 120 · 200 |")
                .contains("| afterok ÷ launch call, p50 | 5.0 · 5.0 · 9.0 |")
                .doesNotContain("tasks a second");
    }

    @Test
    void showsNoRatioWithoutSlurm() {
        assertThat(PipelineTable.of(List.of(Map.of(PipelineFigure.CALL_P50, 90.0))))
                .contains("90 · 90 · 90")
                .doesNotContain("÷");
    }

    private static Map<PipelineFigure, Double> run(double call, double afterOk) {
        return Map.of(PipelineFigure.CALL_P50, call, PipelineFigure.AFTEROK_P50, afterOk);
    }
}

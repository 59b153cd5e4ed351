package io.jobarrays.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A short run of the benchmark on the packaged programs; its figures are not judged. */
class PipelineRunsIT {
    private static final PipelineLoad SHORT = new PipelineLoad(3, 2, 4, 20, 8, 2, 4);

    @Test
    void measuresHandOversAndThroughput() throws Exception {
        PipelineOptions options =
                new PipelineOptions(
                        1,
                        Duration.ofSeconds(2),
                        100,
                        false,
                        Path.of(System.getProperty("project.root", "..")));
        PipelineBenchmark benchmark = new PipelineBenchmark(options, SHORT);

        List<Map<PipelineFigure, Double>> runs = benchmark.run();

        assertThat(runs).hasSize(1);
        assertThat(runs.getFirst())
                .containsOnlyKeys(
                        PipelineFigure.CALL_P50,
                        PipelineFigure.CALL_P99,
                        PipelineFigure.WORK_P50,
                        PipelineFigure.WORK_P99,
                        PipelineFigure.ELEMENT_P50,
                        PipelineFigure.ELEMENT_P99,
                        PipelineFigure.TRANSITIONS,
                        PipelineFigure.INDEXES,
                        PipelineFigure.SERVER_CPU,
                        PipelineFigure.POSTGRES_CPU,
                        PipelineFigure.MACHINES_CPU,
                        PipelineFigure.BUSY);
        assertThat(benchmark.page("benchmarks/run pipelines"))
                .contains("Slurm was left out by --no-slurm.");
    }
}

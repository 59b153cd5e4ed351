package io.jobarrays.benchmarks.pipeline;

import io.jobarrays.benchmarks.plane.MeasuredPlane;
import io.jobarrays.benchmarks.plane.MemoryDirectory;
import io.jobarrays.benchmarks.slurm.SlurmCluster;
import io.jobarrays.benchmarks.slurm.SlurmPrograms;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures hand-overs between stages and throughput, beside those of Slurm, and prints a table. */
public final class PipelineBenchmark {
    /** First argument of {@code benchmarks/run}. */
    public static final String NAME = "pipelines";

    private final PipelineOptions options;
    private final PipelineLoad load;
    private final Optional<Path> memory;
    private final SlurmPrograms slurm = SlurmPrograms.installed();
    private final List<Map<PipelineFigure, Double>> runs = new ArrayList<>();

    PipelineBenchmark(PipelineOptions options, PipelineLoad load) throws IOException {
        this.memory = MemoryDirectory.find();
        this.options = options;
        this.load = load;
    }

    /**
     * Runs the benchmark.
     *
     * @param err gets one sentence when the result is incomplete
     * @return 0; 1 when the result is incomplete; 2 for a wrong argument
     */
    public static int exitCode(Path root, PrintStream err, String... arguments) {
        PipelineOptions options;
        try {
            options = PipelineOptions.parse(root, arguments);
        } catch (IllegalArgumentException e) {
            err.println("benchmark: " + e.getMessage());
            return 2;
        }
        try {
            PipelineBenchmark benchmark = new PipelineBenchmark(options, PipelineLoad.FULL);
            benchmark.run();
            String result =
                    benchmark.page("benchmarks/run pipelines " + String.join(" ", arguments));
            System.out.println(result);
            Path target = Files.createDirectories(root.resolve("benchmarks/target"));
            Files.writeString(target.resolve("pipelines.md"), result);
            return 0;
        } catch (IOException | InterruptedException e) {
            err.println("benchmark: stopped before its last run: " + e.getMessage());
            return 1;
        }
    }

    /** Measures all runs on one control plane. */
    List<Map<PipelineFigure, Double>> run() throws IOException, InterruptedException {
        Path files = memory.orElse(Path.of(System.getProperty("java.io.tmpdir")));
        try (MeasuredPlane plane =
                        MeasuredPlane.start(
                                options.root(), load.capacity(), options.limitFactor(), memory);
                MeasuredServer server = new MeasuredServer(plane)) {
            PipelineRuns pipelines = new PipelineRuns(server, load);
            pipelines.warmUp();
            for (int run = 1; run <= options.runs(); run++) {
                Map<PipelineFigure, Double> figures =
                        pipelines.measure("run-" + run, options.time());
                if (runsSlurm()) {
                    figures.putAll(pipelines.measureSlurm(slurm, files));
                }
                runs.add(figures);
                System.out.printf("run %d of %d: %s%n", run, options.runs(), figures);
            }
        }
        return runs;
    }

    String page(String command) {
        return """
               ```bash
               %s
               ```

               %d %s on %d cores, %s; AWS's request limits times %d; files of the simulated machines in %s. %s

               %s"""
                .formatted(
                        command.strip(),
                        options.runs(),
                        options.runs() == 1 ? "run" : "runs",
                        Runtime.getRuntime().availableProcessors(),
                        LocalDate.now(Clock.systemUTC()),
                        options.limitFactor(),
                        memory.map(it -> it + " (memory), as all of Slurm's")
                                .orElse("the state directory"),
                        slurmSentence(),
                        PipelineTable.of(runs));
    }

    private boolean runsSlurm() {
        return options.slurm() && slurm.missing().isEmpty();
    }

    private String slurmSentence() {
        if (!options.slurm()) {
            return "Slurm was left out by --no-slurm.";
        }
        return slurm.missing().isEmpty()
                ? "Slurm: %s.".formatted(SlurmCluster.settings())
                : "Slurm was left out: this machine has no %s."
                        .formatted(String.join(", ", slurm.missing()));
    }
}

package io.jobarrays.benchmarks.pipeline;

import io.jobarrays.benchmarks.pipeline.ThroughputRun.Throughput;
import io.jobarrays.benchmarks.result.Latencies;
import io.jobarrays.benchmarks.slurm.SlurmCluster;
import io.jobarrays.benchmarks.slurm.SlurmPrograms;
import io.jobarrays.benchmarks.slurm.SlurmRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** All figures of one run, one after the other. */
final class PipelineRuns {
    private static final Duration MAX_WARM_UP = Duration.ofSeconds(40);
    private static final double PERCENT = 100;

    private final MeasuredServer server;
    private final PipelineLoad load;

    PipelineRuns(MeasuredServer server, PipelineLoad load) {
        this.server = server;
        this.load = load;
    }

    /** The same pipelines, shorter and unmeasured. */
    void warmUp() throws IOException, InterruptedException {
        chains().toLaunchCalls("warm-chain");
        chains().toWork("warm-same");
        new ElementWiseRun(server, load.elements() / 2).measure("warm-element");
    }

    Map<PipelineFigure, Double> measure(String name, Duration time)
            throws IOException, InterruptedException {
        Map<PipelineFigure, Double> figures = new EnumMap<>(PipelineFigure.class);
        put(
                figures,
                PipelineFigure.CALL_P50,
                PipelineFigure.CALL_P99,
                chains().toLaunchCalls(name + "-chain"));
        put(
                figures,
                PipelineFigure.WORK_P50,
                PipelineFigure.WORK_P99,
                chains().toWork(name + "-same"));
        put(
                figures,
                PipelineFigure.ELEMENT_P50,
                PipelineFigure.ELEMENT_P99,
                new ElementWiseRun(server, load.elements()).measure(name + "-element"));
        put(
                figures,
                new ThroughputRun(server, load.indexes(), load.machines())
                        .measure(
                                name + "-turns",
                                time.compareTo(MAX_WARM_UP) < 0 ? time : MAX_WARM_UP,
                                time));
        return figures;
    }

    /** Starts Slurm for this run only: its daemons would take CPU time from the other figures. */
    Map<PipelineFigure, Double> measureSlurm(SlurmPrograms programs, Path files)
            throws IOException, InterruptedException {
        Map<PipelineFigure, Double> figures = new EnumMap<>(PipelineFigure.class);
        try (SlurmCluster cluster = SlurmCluster.start(programs, slots(), files, "")) {
            measureSlurm(cluster, SlurmFigures.DEFAULTS, figures);
        }
        try (SlurmCluster cluster =
                SlurmCluster.start(programs, slots(), files, SlurmCluster.AT_ONCE)) {
            measureSlurm(cluster, SlurmFigures.AT_ONCE, figures);
        }
        return figures;
    }

    private void measureSlurm(
            SlurmCluster cluster, SlurmFigures names, Map<PipelineFigure, Double> figures)
            throws IOException, InterruptedException {
        SlurmRuns slurm = new SlurmRuns(cluster.jobs());
        put(figures, names.afterOkP50(), names.afterOkP99(), afterOk(slurm));
        put(figures, names.afterCorrP50(), names.afterCorrP99(), afterCorr(slurm));
        figures.put(names.tasks(), slurm.tasksPerSecond("turns", load.slurmTasks()));
    }

    private Latencies afterOk(SlurmRuns slurm) throws IOException, InterruptedException {
        return slurm.afterOk("chain", load.slurmStages(), load.members());
    }

    private Latencies afterCorr(SlurmRuns slurm) throws IOException, InterruptedException {
        return slurm.afterCorr("element", load.elements(), PipelineXml.sleepOfTask());
    }

    /** No task of the element-wise jobs waits for a place. */
    private int slots() {
        return Math.max(load.machines(), 2 * load.elements());
    }

    private ChainRun chains() {
        return new ChainRun(server, load.stages(), load.members());
    }

    private static void put(
            Map<PipelineFigure, Double> figures,
            PipelineFigure p50,
            PipelineFigure p99,
            Latencies latencies) {
        System.out.printf(
                "%s: %d hand-overs, p50 %.0f, p99 %.0f, most %.0f%n",
                p50.title(),
                latencies.count(),
                PipelineFigure.p50(latencies),
                PipelineFigure.p99(latencies),
                latencies.percentile(100));
        figures.put(p50, PipelineFigure.p50(latencies));
        figures.put(p99, PipelineFigure.p99(latencies));
    }

    private static void put(Map<PipelineFigure, Double> figures, Throughput throughput) {
        double seconds = throughput.time().toMillis() / 1000.0;
        double indexes = throughput.indexes() * seconds;
        figures.put(PipelineFigure.TRANSITIONS, throughput.transitions());
        figures.put(PipelineFigure.INDEXES, throughput.indexes());
        MeasuredServer.Cpu cpu = throughput.cpu();
        figures.put(PipelineFigure.SERVER_CPU, cpu.server().toMillis() / indexes);
        figures.put(PipelineFigure.POSTGRES_CPU, cpu.postgres().toMillis() / indexes);
        figures.put(PipelineFigure.MACHINES_CPU, cpu.machines().toMillis() / indexes);
        Duration all = cpu.server().plus(cpu.postgres()).plus(cpu.machines());
        int cores = Runtime.getRuntime().availableProcessors();
        figures.put(PipelineFigure.BUSY, PERCENT * all.toMillis() / 1000 / seconds / cores);
    }
}

package io.jobarrays.benchmarks.pipeline;

import io.jobarrays.benchmarks.result.Latencies;

/** Figures of one run; those of Slurm stand beside the control plane's that are like them. */
enum PipelineFigure {
    CALL_P50("last exit to the next stage's first launch call, p50, ms", 0),
    CALL_P99("last exit to the next stage's first launch call, p99, ms", 0),
    WORK_P50("last exit to the next stage's first work on the same machines, p50, ms", 0),
    WORK_P99("last exit to the next stage's first work on the same machines, p99, ms", 0),
    AFTEROK_P50("Slurm, afterok: last exit to the next job's first task, p50, ms", 0),
    AFTEROK_P99("Slurm, afterok: last exit to the next job's first task, p99, ms", 0),
    ELEMENT_P50("exit of A[i] to the work of B[i], p50, ms", 0),
    ELEMENT_P99("exit of A[i] to the work of B[i], p99, ms", 0),
    AFTERCORR_P50("Slurm, aftercorr: exit of A[i] to the task B[i], p50, ms", 0),
    AFTERCORR_P99("Slurm, aftercorr: exit of A[i] to the task B[i], p99, ms", 0),
    TRANSITIONS("index transitions a second", 0),
    INDEXES("indexes that ended, a second", 1),
    AFTEROK_AT_ONCE_P50(
            "Slurm at once, afterok: last exit to the next job's first task, p50, ms", 0),
    AFTEROK_AT_ONCE_P99(
            "Slurm at once, afterok: last exit to the next job's first task, p99, ms", 0),
    AFTERCORR_AT_ONCE_P50("Slurm at once, aftercorr: exit of A[i] to the task B[i], p50, ms", 0),
    AFTERCORR_AT_ONCE_P99("Slurm at once, aftercorr: exit of A[i] to the task B[i], p99, ms", 0),
    TASKS("Slurm: tasks of an array that ended, a second", 1),
    TASKS_AT_ONCE("Slurm at once: tasks of an array that ended, a second", 1),
    SERVER_CPU("server, ms of CPU per index", 2),
    POSTGRES_CPU("PostgreSQL, ms of CPU per index", 2),
    MACHINES_CPU("local cloud and agents, ms of CPU per index", 2),
    BUSY("CPU of these three, % of all cores", 0);

    private final String title;
    private final int decimals;

    PipelineFigure(String title, int decimals) {
        this.title = title;
        this.decimals = decimals;
    }

    String title() {
        return title;
    }

    String text(double value) {
        return ("%." + decimals + "f").formatted(value);
    }

    static double p50(Latencies latencies) {
        return latencies.percentile(50);
    }

    static double p99(Latencies latencies) {
        return latencies.percentile(99);
    }
}

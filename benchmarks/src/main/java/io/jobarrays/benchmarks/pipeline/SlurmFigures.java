package io.jobarrays.benchmarks.pipeline;

/** Figures of Slurm with one configuration. */
record SlurmFigures(
        PipelineFigure afterOkP50,
        PipelineFigure afterOkP99,
        PipelineFigure afterCorrP50,
        PipelineFigure afterCorrP99,
        PipelineFigure tasks) {
    static final SlurmFigures DEFAULTS =
            new SlurmFigures(
                    PipelineFigure.AFTEROK_P50,
                    PipelineFigure.AFTEROK_P99,
                    PipelineFigure.AFTERCORR_P50,
                    PipelineFigure.AFTERCORR_P99,
                    PipelineFigure.TASKS);

    static final SlurmFigures AT_ONCE =
            new SlurmFigures(
                    PipelineFigure.AFTEROK_AT_ONCE_P50,
                    PipelineFigure.AFTEROK_AT_ONCE_P99,
                    PipelineFigure.AFTERCORR_AT_ONCE_P50,
                    PipelineFigure.AFTERCORR_AT_ONCE_P99,
                    PipelineFigure.TASKS_AT_ONCE);
}

package io.jobarrays.benchmarks.pipeline;

/**
 * Sizes of the pipelines that are measured.
 *
 * @param stages of a chain
 * @param members of each stage of a chain
 * @param elements indexes of the two stages with an element-wise edge
 * @param indexes of each array whose indexes take turns
 * @param machines that indexes take turns on; tasks that Slurm runs at the same time
 * @param slurmStages jobs of Slurm's chain
 * @param slurmTasks tasks of Slurm's array
 */
record PipelineLoad(
        int stages,
        int members,
        int elements,
        int indexes,
        int machines,
        int slurmStages,
        int slurmTasks) {
    static final PipelineLoad FULL = new PipelineLoad(101, 3, 100, 1000, 64, 16, 800);

    /** Instances that exist at the same time, those that are shutting down included. */
    int capacity() {
        return 2 * (stages * members + 2 * elements + machines);
    }
}

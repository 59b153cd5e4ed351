/** Figures of pipelines: hand-overs between stages and throughput, beside those of Slurm. */
@NullMarked
package io.jobarrays.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;

/** Slurm on this machine, for as long as a benchmark needs it. */
@NullMarked
package io.jobarrays.benchmarks.slurm;

import org.jspecify.annotations.NullMarked;

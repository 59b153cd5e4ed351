@NullMarked
package io.jobarrays.benchmarks.slurm;

import org.jspecify.annotations.NullMarked;

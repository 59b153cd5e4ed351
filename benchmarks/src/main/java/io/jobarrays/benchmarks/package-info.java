/** Benchmark of job arrays against the local cloud, beside two comparisons. */
@NullMarked
package io.jobarrays.benchmarks;

import org.jspecify.annotations.NullMarked;

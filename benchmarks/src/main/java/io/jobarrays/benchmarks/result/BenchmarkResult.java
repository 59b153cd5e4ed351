package io.jobarrays.benchmarks.result;

import java.util.List;

/**
 * All series of a benchmark, by size.
 *
 * @param arrays launches through the control plane
 * @param floor the SDK loop
 * @param jberet the batch engine alone
 */
public record BenchmarkResult(
        List<RunSeries> arrays, List<RunSeries> floor, List<RunSeries> jberet) {}

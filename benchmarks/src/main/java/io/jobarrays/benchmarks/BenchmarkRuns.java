package io.jobarrays.benchmarks;

import io.jobarrays.benchmarks.result.BenchmarkResult;
import io.jobarrays.benchmarks.result.Measurement;
import io.jobarrays.benchmarks.result.RunSeries;
import io.jobarrays.benchmarks.subject.FiveSteps;
import io.jobarrays.benchmarks.subject.SdkLoop;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All runs of a benchmark, size by size, one at a time. */
final class BenchmarkRuns {
    private static final int WARM_UP_SIZE = 10;
    private static final int WARM_UP_RUNS = 2;

    private final BenchmarkOptions options;
    private final Consumer<BenchmarkResult> afterEachSize;
    private final List<RunSeries> arrays = new ArrayList<>();
    private final List<RunSeries> floor = new ArrayList<>();
    private final List<RunSeries> jberet = new ArrayList<>();

    /** One run with that many indexes. */
    private interface Subject {
        Measurement measure(int size) throws IOException, InterruptedException;
    }

    BenchmarkRuns(BenchmarkOptions options, Consumer<BenchmarkResult> afterEachSize) {
        this.options = options;
        this.afterEachSize = afterEachSize;
    }

    void run() throws IOException, InterruptedException, SQLException {
        try (WarmPlanes planes = new WarmPlanes(options)) {
            for (int size : options.sizes()) {
                arrays.add(series("array", size, planes::measure));
                try (SdkLoop loop = new SdkLoop(planes.cloud(), options.limit())) {
                    warmUp(loop::measure);
                    floor.add(series("SDK loop", size, loop::measure));
                }
                try (FiveSteps steps = new FiveSteps(options.limit())) {
                    warmUp(steps::measure);
                    jberet.add(series("JBeret", size, steps::measure));
                }
                afterEachSize.accept(new BenchmarkResult(arrays, floor, jberet));
            }
        }
    }

    private RunSeries series(String name, int size, Subject subject)
            throws IOException, InterruptedException {
        List<Measurement> runs = new ArrayList<>();
        for (int run = 1; run <= options.runs(); run++) {
            Measurement measurement = subject.measure(size);
            runs.add(measurement);
            System.out.printf(
                    "%s, N = %d, run %d of %d: %s%n",
                    name,
                    size,
                    run,
                    options.runs(),
                    measurement.complete() ? measurement.values() : measurement.stopped());
        }
        return new RunSeries(size, runs);
    }

    private static void warmUp(Subject subject) throws IOException, InterruptedException {
        for (int run = 0; run < WARM_UP_RUNS; run++) {
            subject.measure(WARM_UP_SIZE);
        }
    }
}

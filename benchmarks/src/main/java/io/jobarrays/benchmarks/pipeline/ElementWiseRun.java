package io.jobarrays.benchmarks.pipeline;

import io.jobarrays.benchmarks.result.Latencies;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Element-wise edge: from the exit of A[i] until the work of B[i], which waits for it, begins. */
final class ElementWiseRun {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final MeasuredServer server;
    private final int count;

    ElementWiseRun(MeasuredServer server, int count) {
        this.server = server;
        this.count = count;
    }

    Latencies measure(String name) throws IOException, InterruptedException {
        long execution = server.complete(PipelineXml.elementWise(name, count), LIMIT);
        List<String> arrays = server.database().stageArrays(execution);
        List<Double> millis = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            millis.add(
                    ChainRun.millis(
                            server.logTimes(arrays.getFirst(), index).last(),
                            server.logTimes(arrays.getLast(), index).first()));
        }
        return new Latencies(millis);
    }
}

package io.jobarrays.benchmarks.pipeline;

import io.jobarrays.benchmarks.plane.CloudControlClient.InstanceEvent;
import io.jobarrays.benchmarks.result.Latencies;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Stages one after the other: from the last exit of one to what the next one does first. */
final class ChainRun {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final double NANOS_PER_MILLI = 1e6;

    private final MeasuredServer server;
    private final int stages;
    private final int count;

    ChainRun(MeasuredServer server, int stages, int count) {
        this.server = server;
        this.stages = stages;
        this.count = count;
    }

    /** Until EC2 gets the first launch call of the next stage. */
    Latencies toLaunchCalls(String name) throws IOException, InterruptedException {
        long before = server.cloud().lastEvent();
        List<String> arrays = run(PipelineXml.chain(name, stages, count));
        Map<String, Instant> calls = launchCalls(before);
        List<Double> millis = new ArrayList<>();
        for (int stage = 1; stage < arrays.size(); stage++) {
            Instant call =
                    server.database().instances(arrays.get(stage)).stream()
                            .map(instance -> Objects.requireNonNull(calls.get(instance)))
                            .min(Comparator.naturalOrder())
                            .orElseThrow();
            millis.add(millis(lastExit(arrays.get(stage - 1)), call));
        }
        return new Latencies(millis);
    }

    /** Until the first work of the next stage begins, on the machines of the one before. */
    Latencies toWork(String name) throws IOException, InterruptedException {
        List<String> arrays = run(PipelineXml.chainOnSameMachines(name, stages, count));
        List<Double> millis = new ArrayList<>();
        for (int stage = 1; stage < arrays.size(); stage++) {
            millis.add(millis(lastExit(arrays.get(stage - 1)), firstBegin(arrays.get(stage))));
        }
        return new Latencies(millis);
    }

    static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / NANOS_PER_MILLI;
    }

    private List<String> run(String jobXml) throws IOException, InterruptedException {
        return server.database().stageArrays(server.complete(jobXml, LIMIT));
    }

    /** By instance: when the local cloud had the call that launched it. */
    private Map<String, Instant> launchCalls(long before) throws IOException {
        Map<String, Instant> calls = new HashMap<>();
        for (InstanceEvent event : server.cloud().allEventsAfter(before)) {
            if (event.event().equals("pending")) {
                calls.putIfAbsent(event.instanceId(), event.time());
            }
        }
        return calls;
    }

    private Instant lastExit(String array) throws IOException, InterruptedException {
        Instant last = Instant.MIN;
        for (int index = 0; index < count; index++) {
            Instant exit = server.logTimes(array, index).last();
            last = exit.isAfter(last) ? exit : last;
        }
        return last;
    }

    private Instant firstBegin(String array) throws IOException, InterruptedException {
        Instant first = Instant.MAX;
        for (int index = 0; index < count; index++) {
            Instant begin = server.logTimes(array, index).first();
            first = begin.isBefore(first) ? begin : first;
        }
        return first;
    }
}

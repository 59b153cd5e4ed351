package io.jobarrays.benchmarks.pipeline;

import io.jobarrays.benchmarks.pipeline.MeasuredServer.Cpu;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrays whose indexes take turns on a few machines and end at once; the next array begins when one
 * has ended.
 */
final class ThroughputRun {
    /** Arrays at the same time. */
    static final int ARRAYS = 4;

    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
    private static final Duration LIMIT_OF_STOP = Duration.ofMinutes(2);
    private static final double MILLIS_PER_SECOND = 1000;

    private final MeasuredServer server;
    private final int count;
    private final int machines;
    private final List<Long> running = new ArrayList<>();
    private int submitted;

    /**
     * Rates of a run.
     *
     * @param transitions committed changes of one member's phase, per second
     * @param indexes that succeeded, per second
     * @param cpu of the whole run
     */
    record Throughput(double transitions, double indexes, Duration time, Cpu cpu) {}

    /**
     * @param count indexes of each array
     * @param machines of all arrays together
     */
    ThroughputRun(MeasuredServer server, int count, int machines) {
        this.server = server;
        this.count = count;
        this.machines = machines;
    }

    /**
     * @param warmUp time under the same load before
     */
    Throughput measure(String name, Duration warmUp, Duration time)
            throws IOException, InterruptedException {
        try {
            keepRunning(name, warmUp);
            Instant begin = Instant.now();
            Cpu cpu = server.cpu();
            long transitions = server.database().phaseChanges();
            long indexes = server.database().membersSucceeded();
            keepRunning(name, time);
            double seconds = Duration.between(begin, Instant.now()).toMillis() / MILLIS_PER_SECOND;
            return new Throughput(
                    (server.database().phaseChanges() - transitions) / seconds,
                    (server.database().membersSucceeded() - indexes) / seconds,
                    Duration.between(begin, Instant.now()),
                    server.cpu().since(cpu));
        } finally {
            stop();
        }
    }

    private void keepRunning(String name, Duration time) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(time);
        while (Instant.now().isBefore(end)) {
            List<Long> ended = new ArrayList<>();
            for (long execution : running) {
                if (server.hasEnded(execution)) {
                    ended.add(execution);
                }
            }
            running.removeAll(ended);
            while (running.size() < ARRAYS) {
                submitted++;
                String xml = PipelineXml.turns(name + "-" + submitted, count, machines / ARRAYS);
                running.add(server.client().submit(xml));
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private void stop() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(LIMIT_OF_STOP);
        for (long execution : running) {
            if (!server.hasEnded(execution)) {
                server.client().stop(execution);
            }
        }
        for (long execution : running) {
            while (!server.hasEnded(execution) && Instant.now().isBefore(end)) {
                Thread.sleep(POLL_INTERVAL);
            }
        }
        running.clear();
    }
}

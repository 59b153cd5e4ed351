package io.jobarrays.benchmarks.subject;

import io.jobarrays.benchmarks.plane.ArrayDatabase.Statistics;
import io.jobarrays.benchmarks.plane.ArrayProgress;
import io.jobarrays.benchmarks.plane.CallTally;
import io.jobarrays.benchmarks.plane.CloudControlClient.InstanceEvent;
import io.jobarrays.benchmarks.process.LiveHeap;
import io.jobarrays.benchmarks.process.UsageTimeline;
import io.jobarrays.benchmarks.process.UsageTimeline.Usage;
import io.jobarrays.benchmarks.result.Measurement;
import io.jobarrays.benchmarks.result.Metric;
import io.jobarrays.benchmarks.subject.LaunchMeasurements.Connections;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One array with a barrier, from its submission until its instances are terminated. */
final class ArrayLaunchRun {
    /** Long enough for the observation of the work. */
    private static final Duration WORK = Duration.ofSeconds(20);

    /** After the barrier, so that the exchange with the agents is over. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final Duration OBSERVATION = Duration.ofSeconds(8);
    private static final double KIB = 1024;

    /** Product of the control plane's {@code User-Agent}: that of the SDK. */
    private static final String SERVER = "aws-sdk-java";

    private final Connections connections;
    private final int size;
    private final Duration limit;
    private final Measurement.Builder result = new Measurement.Builder();
    private Instant submitted = Instant.EPOCH;
    private String array = "";
    private @Nullable Instant confirmed;

    ArrayLaunchRun(Connections connections, int size, Duration limit) {
        this.connections = connections;
        this.size = size;
        this.limit = limit;
    }

    Measurement measure() throws InterruptedException {
        try {
            long idleHeap = LiveHeap.bytes(connections.server());
            connections.cloud().resetLimits(SERVER);
            CallTally earlierCalls = connections.cloud().calls(SERVER);
            long earlierEvent = lastEvent();
            try (UsageTimeline usage =
                    UsageTimeline.start(connections.server(), connections.postgres())) {
                run(usage, idleHeap, earlierEvent);
            } finally {
                result.calls(connections.cloud().calls(SERVER).since(earlierCalls));
            }
        } catch (RunStopped e) {
            result.stopped(e.sentence());
        } catch (IOException e) {
            result.stopped("%s: %s".formatted(serverState(), e));
        }
        return result.build();
    }

    private void run(UsageTimeline usage, long idleHeap, long earlierEvent)
            throws IOException, InterruptedException, RunStopped {
        try {
            Statistics before = connections.database().statistics();
            ProgressPoller poller = submit();
            Instant atWork = awaitPeers(poller, usage, before);
            Instant observed = observeWork(usage, idleHeap);
            awaitEnd(poller, usage, atWork, observed);
            awaitTermination(earlierEvent);
        } finally {
            result.put(Metric.RESIDENT, usage.maxResidentKib() / KIB);
            result.put(Metric.THREADS, usage.maxThreads());
            readEvents(earlierEvent);
        }
    }

    private ProgressPoller submit() throws IOException, InterruptedException {
        submitted = Instant.now();
        array =
                connections
                        .arrays()
                        .launch(
                                Map.of(
                                        "job_array_name",
                                        "benchmark",
                                        "count",
                                        size,
                                        "command",
                                        "sleep %ds".formatted(WORK.toSeconds()),
                                        "barrier",
                                        true,
                                        "barrier_timeout",
                                        limit.toSeconds() + "s",
                                        "ttl",
                                        "2h",
                                        "on_complete",
                                        "terminate"));
        result.seconds(Metric.ANSWERED, since(Instant.now()));
        return new ProgressPoller(connections.database(), array, submitted, limit);
    }

    /** Waits until each agent has confirmed its peers file; returns when all were at work. */
    private Instant awaitPeers(ProgressPoller poller, UsageTimeline usage, Statistics before)
            throws IOException, InterruptedException, RunStopped {
        ArrayProgress progress = poller.await(ArrayProgress::allHavePeers);
        Instant now = Instant.now();
        confirmed = now;
        Statistics statistics = connections.database().statistics();
        // The sampler has then seen the moment from both sides.
        Thread.sleep(SETTLING);
        Usage atSubmission = usage.at(submitted);
        Usage atPeers = usage.at(now);
        seconds(Metric.ENROLLED, progress.lastEnrolledAt());
        seconds(
                Metric.PEERS_PUBLISHED,
                connections.database().peersPublishedAt(array).orElse(null));
        seconds(Metric.PEERS_WRITTEN, now);
        result.perIndex(
                Metric.SERVER_CPU_TO_PEERS, atPeers.server().minus(atSubmission.server()), size);
        result.perIndex(
                Metric.POSTGRES_CPU_TO_PEERS,
                atPeers.postgres().minus(atSubmission.postgres()),
                size);
        result.put(
                Metric.TRANSACTIONS_TO_PEERS,
                (double) (statistics.transactions() - before.transactions()) / size);
        return Instant.now();
    }

    /** Returns the end of the observation, during which no query of this program runs. */
    private Instant observeWork(UsageTimeline usage, long idleHeap)
            throws IOException, InterruptedException {
        Statistics before = connections.database().statistics();
        Instant begin = Instant.now();
        Thread.sleep(OBSERVATION);
        Instant end = Instant.now();
        Statistics after = connections.database().statistics();
        double seconds = Duration.between(begin, end).toMillis() / 1000.0;
        double cpu = usage.at(end).server().minus(usage.at(begin).server()).toMillis() / 1000.0;
        result.put(Metric.CPU_AT_WORK, 100 * cpu / seconds);
        result.put(
                Metric.TRANSACTIONS_AT_WORK,
                (after.transactions() - before.transactions()) / seconds);
        result.put(Metric.ROWS_AT_WORK, (after.rowsRead() - before.rowsRead()) / seconds);
        long heap = LiveHeap.bytes(connections.server()) - idleHeap;
        result.put(Metric.HEAP, heap / KIB / size);
        return Instant.now();
    }

    /** CPU of the whole run is without the observation, which collects garbage. */
    private void awaitEnd(
            ProgressPoller poller, UsageTimeline usage, Instant observedFrom, Instant observedUntil)
            throws IOException, InterruptedException, RunStopped {
        ArrayProgress ended = poller.await(ArrayProgress::allEnded);
        Instant lastEndedAt = ended.lastEndedAt();
        if (lastEndedAt != null) {
            seconds(Metric.WORK_ENDED, lastEndedAt.minus(WORK));
        }
        poller.await(ArrayProgress::isOver);
        Instant over = Instant.now();
        usage.close();
        Usage first = usage.at(submitted);
        Usage from = usage.at(observedFrom);
        Usage until = usage.at(observedUntil);
        Usage last = usage.at(over);
        result.perIndex(
                Metric.SERVER_CPU,
                last.server().minus(first.server()).minus(until.server().minus(from.server())),
                size);
        result.perIndex(
                Metric.POSTGRES_CPU,
                last.postgres()
                        .minus(first.postgres())
                        .minus(until.postgres().minus(from.postgres())),
                size);
    }

    /** An array is over when EC2 shuts its instances down; they are terminated a little later. */
    private void awaitTermination(long earlierEvent)
            throws IOException, InterruptedException, RunStopped {
        InstanceTimes times = times(earlierEvent);
        while (times.terminated().size() < size) {
            if (since(Instant.now()).compareTo(limit) > 0) {
                throw new RunStopped(
                        "%d of %d instances are terminated after %d s"
                                .formatted(times.terminated().size(), size, limit.toSeconds()));
            }
            Thread.sleep(ProgressPoller.INTERVAL);
            times = times(earlierEvent);
        }
    }

    private void readEvents(long earlierEvent) throws IOException {
        InstanceTimes times = times(earlierEvent);
        List<Instant> running = times.running();
        if (!running.isEmpty()) {
            seconds(Metric.FIRST_RUNNING, running.getFirst());
        }
        if (running.size() == size) {
            seconds(Metric.LAST_RUNNING, running.getLast());
            if (confirmed != null) {
                result.seconds(
                        Metric.RUNNING_TO_PEERS, Duration.between(running.getLast(), confirmed));
            }
        }
        if (times.terminated().size() == size) {
            seconds(Metric.TERMINATED, times.terminated().getLast().minus(WORK));
        }
    }

    private InstanceTimes times(long earlierEvent) throws IOException {
        return InstanceTimes.of(connections.cloud().eventsAfter(earlierEvent));
    }

    private String serverState() {
        return ProcessHandle.of(connections.server()).isPresent()
                ? "the control plane runs"
                : "the control plane has ended";
    }

    private long lastEvent() throws IOException {
        List<InstanceEvent> events = connections.cloud().eventsAfter(0);
        return events.isEmpty() ? 0 : events.getLast().number();
    }

    private void seconds(Metric metric, @Nullable Instant moment) {
        if (moment != null) {
            result.seconds(metric, since(moment));
        }
    }

    private Duration since(Instant moment) {
        return Duration.between(submitted, moment);
    }
}

package io.jobarrays.benchmarks.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Use of a server and its PostgreSQL over time, sampled from {@code /proc} by a thread. */
public final class UsageTimeline implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final long server;
    private final PostgresProcesses postgres;
    private final TreeMap<Instant, Usage> samples = new TreeMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread sampler;

    /**
     * Use up to a moment.
     *
     * @param server CPU time of the server
     * @param postgres CPU time of PostgreSQL
     * @param residentKib of the server
     * @param threads of the server
     */
    public record Usage(Duration server, Duration postgres, long residentKib, int threads) {
        Usage between(Usage later, double share) {
            return new Usage(
                    between(server, later.server, share),
                    between(postgres, later.postgres, share),
                    residentKib,
                    threads);
        }

        private static Duration between(Duration earlier, Duration later, double share) {
            return earlier.plusNanos((long) (later.minus(earlier).toNanos() * share));
        }
    }

    /**
     * Starts sampling.
     *
     * @param server its process id
     */
    public static UsageTimeline start(long server, PostgresProcesses postgres) {
        UsageTimeline timeline = new UsageTimeline(server, postgres);
        timeline.sample();
        timeline.sampler.start();
        return timeline;
    }

    UsageTimeline(long server, PostgresProcesses postgres) {
        this.server = server;
        this.postgres = postgres;
        this.sampler = Thread.ofPlatform().name("usage").daemon().unstarted(this::run);
    }

    /** Interpolates between the samples before and after the moment. */
    public Usage at(Instant moment) {
        lock.lock();
        try {
            Map.Entry<Instant, Usage> before = samples.floorEntry(moment);
            Map.Entry<Instant, Usage> after = samples.ceilingEntry(moment);
            if (before == null || after == null || before.equals(after)) {
                return (before == null ? samples.firstEntry() : before).getValue();
            }
            Duration gap = Duration.between(before.getKey(), after.getKey());
            Duration part = Duration.between(before.getKey(), moment);
            return before.getValue()
                    .between(after.getValue(), (double) part.toNanos() / gap.toNanos());
        } finally {
            lock.unlock();
        }
    }

    public long maxResidentKib() {
        lock.lock();
        try {
            return samples.values().stream().mapToLong(Usage::residentKib).max().orElse(0);
        } finally {
            lock.unlock();
        }
    }

    public int maxThreads() {
        lock.lock();
        try {
            return samples.values().stream().mapToInt(Usage::threads).max().orElse(0);
        } finally {
            lock.unlock();
        }
    }

    /** Ends sampling with a last sample. */
    @Override
    public void close() {
        closed.countDown();
        sample();
    }

    void add(Instant moment, Usage usage) {
        lock.lock();
        try {
            samples.put(moment, usage);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                sample();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sample() {
        Duration cpu = ProcessStat.of(server).map(ProcessStat::own).orElse(Duration.ZERO);
        ProcessStatus status = ProcessStatus.of(server);
        add(Instant.now(), new Usage(cpu, postgres.cpu(), status.residentKib(), status.threads()));
    }
}

package io.jobarrays.server.dns;

import io.jobarrays.server.aws.AwsFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The names of arrays and members in DNS; written in the background, by one thread. */
@ApplicationScoped
public class DnsPublisher {
    private static final Logger LOG = Logger.getLogger(DnsPublisher.class);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(30);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final DnsRecordRows records;
    private final ZoneWriter writer;
    private final Semaphore asked = new Semaphore(0);
    private volatile @Nullable String problem;
    private @Nullable Thread thread;

    DnsPublisher(DnsRecordRows records, ZoneWriter writer) {
        this.records = records;
        this.writer = writer;
    }

    /**
     * Makes these the array's names, instead of those it had.
     *
     * @param addresses full name → IPv4; with more than 400, shards {@code label-g0.…} are added
     */
    public void publish(String arrayId, SequencedMap<String, List<String>> addresses) {
        records.setDesired(arrayId, NameShards.of(addresses));
        asked.release();
    }

    /** Deletes every record written for the array; one that another array has by now stays. */
    public void withdraw(String arrayId) {
        records.deleteAll(arrayId);
        asked.release();
    }

    /** Whether nothing of the array is in the zone or on its way there. */
    public boolean hasNoRecords(String arrayId) {
        return records.hasNone(arrayId);
    }

    /** Why names are not written at the moment, as a sentence. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    void start(@Observes StartupEvent started) {
        thread = Thread.ofVirtual().name("dns-writer").start(this::write);
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join(STOP_TIMEOUT);
        }
    }

    private void write() {
        boolean healed = false;
        int failures = 0;
        try {
            while (true) {
                try {
                    if (!healed) {
                        writer.rewriteDrifted();
                        healed = true;
                    }
                    boolean busy = writer.writePending();
                    failures = 0;
                    problem = null;
                    if (!busy
                            && asked.tryAcquire(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                        asked.drainPermits();
                    }
                } catch (RuntimeException e) {
                    failures++;
                    report(e);
                    Thread.sleep(DnsBackoff.after(failures, ThreadLocalRandom.current()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each sentence once: an outage of an hour is one line. */
    private void report(RuntimeException failure) {
        String sentence = String.valueOf(failure.getMessage());
        if (!sentence.equals(problem)) {
            problem = sentence;
            if (failure instanceof AwsFailure) {
                LOG.warnf("names are not written, trying again: %s", sentence);
            } else {
                LOG.error("names are not written, trying again", failure);
            }
        }
    }
}

package io.jobarrays.server.dns;

import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.background.BackgroundLoop;
import io.jobarrays.server.background.RetryDelay;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Publishes the DNS names of arrays and members; one background loop writes them. */
@ApplicationScoped
public class DnsPublisher {
    private static final Logger LOG = Logger.getLogger(DnsPublisher.class);
    private static final RetryDelay RETRY_DELAY =
            new RetryDelay(Duration.ofMillis(500), Duration.ofSeconds(15));
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(30);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final DnsRecordRows records;
    private final ZoneWriter writer;
    private final SpawnConfig config;
    private final Clock clock;
    private final BackgroundLoop loop = new BackgroundLoop(this::write, this::failed);
    private volatile @Nullable String problem;
    private Instant comparisonDueAt = Instant.MIN;
    private int failures;

    DnsPublisher(DnsRecordRows records, ZoneWriter writer, SpawnConfig config, Clock clock) {
        this.records = records;
        this.writer = writer;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Replaces the array's names.
     *
     * @param addresses full name → IPv4; with more than 400, shards {@code label-g0.…} are added
     */
    public void publish(String arrayId, SequencedMap<String, List<String>> addresses) {
        records.setDesired(arrayId, NameShards.of(addresses));
        loop.signal();
    }

    /**
     * Deletes every record written for the array, except records that another array has replaced.
     */
    public void withdraw(String arrayId) {
        records.deleteAll(arrayId);
        loop.signal();
    }

    /** The names of an array are those of another one from now on. */
    public void transfer(String fromArray, String toArray) {
        records.transfer(fromArray, toArray);
    }

    /** Whether the zone has no record of the array and none is pending. */
    public boolean hasNoRecords(String arrayId) {
        return records.hasNone(arrayId);
    }

    /** Message of the last failure; empty while names are written. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    void start(@Observes StartupEvent started) {
        loop.start("dns-writer");
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        loop.stopAndWait(STOP_TIMEOUT);
    }

    /** Compares only when no change is pending: both share the limit of requests. */
    Duration write() {
        boolean busy = writer.writePending();
        if (!busy && !clock.instant().isBefore(comparisonDueAt)) {
            writer.compare();
            comparisonDueAt = clock.instant().plus(config.dnsCompareEvery());
            busy = true;
        }
        failures = 0;
        problem = null;
        return busy ? Duration.ZERO : pause();
    }

    private Duration pause() {
        Duration untilComparison = Duration.between(clock.instant(), comparisonDueAt);
        return untilComparison.compareTo(POLL_INTERVAL) < 0 ? untilComparison : POLL_INTERVAL;
    }

    private Duration failed(Exception failure) {
        failures++;
        report(failure);
        return RETRY_DELAY.after(failures, ThreadLocalRandom.current());
    }

    /** Logs only changes of the message, so that a long outage is one line. */
    private void report(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        if (!message.equals(problem)) {
            problem = message;
            if (failure instanceof AwsFailure) {
                LOG.warnf("DNS names could not be written, retrying: %s", message);
            } else {
                LOG.error("DNS names could not be written, retrying", failure);
            }
        }
    }
}

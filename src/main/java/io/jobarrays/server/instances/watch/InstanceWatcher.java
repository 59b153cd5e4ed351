package io.jobarrays.server.instances.watch;

import io.jobarrays.contract.Durations;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.background.BackgroundLoop;
import io.jobarrays.server.instances.rows.InstancePollRows;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Polls EC2 in the background: every second while an instance changes state, else rarely, and when
 * something happened that may have changed one.
 */
@ApplicationScoped
public class InstanceWatcher {
    private static final Logger LOG = Logger.getLogger(InstanceWatcher.class);
    private static final Duration TRANSITION_POLL_INTERVAL = Duration.ofSeconds(1);

    /** Without a successful poll for this long, an operator must be alerted. */
    static final Duration ALARM_AFTER = Duration.ofMinutes(2);

    /** Many signals in this interval after a poll are one poll. */
    private static final Duration MIN_PAUSE = Duration.ofMillis(300);

    /** While many instances change, polls of all of them take a fifth of a core at most. */
    private static final int PAUSES_PER_POLL = 4;

    private static final Duration MAX_PAUSE_WITH_SIGNALS = Duration.ofSeconds(2);

    private static final Set<InstanceState> TRANSITIONAL =
            EnumSet.of(InstanceState.PENDING, InstanceState.STOPPING, InstanceState.SHUTTING_DOWN);

    /** Instances for which the configured interval is meant: a poll describes all of them. */
    private static final int INSTANCES_PER_INTERVAL = 250;

    private static final int MAX_INTERVALS = 4;

    private final InstancePoll instancePoll;
    private final OrphanInstances orphans;
    private final InstancePollRows rows;
    private final SpawnConfig config;
    private final Clock clock;
    private final BackgroundLoop loop = new BackgroundLoop(this::poll, this::pollFailed);
    private volatile Instant lastPollAt;
    private boolean failing;
    private boolean alarmed;

    InstanceWatcher(
            InstancePoll instancePoll,
            OrphanInstances orphans,
            InstancePollRows rows,
            SpawnConfig config,
            Clock clock) {
        this.instancePoll = instancePoll;
        this.orphans = orphans;
        this.rows = rows;
        this.config = config;
        this.clock = clock;
        this.lastPollAt = clock.instant();
    }

    void start(@Observes @Priority(200) StartupEvent event) {
        loop.start("instance-watcher");
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop();
    }

    /** Polls soon, because the caller has changed the state of an instance. */
    public void pollSoon() {
        loop.signal();
    }

    /** Time since the last successful poll. */
    public Duration sinceLastPoll() {
        return Duration.between(lastPollAt, clock.instant());
    }

    private Duration poll() throws InterruptedException {
        long begin = System.nanoTime();
        orphans.update(instancePoll.poll());
        pollSucceeded();
        Duration pause = pause(rows.counts(), config.reconcileEvery());
        Duration gathering = pauseWithSignals(Duration.ofNanos(System.nanoTime() - begin));
        // Not the pause of the loop, which the signals that are to gather would end.
        Thread.sleep(gathering);
        return pause.compareTo(gathering) > 0 ? pause.minus(gathering) : Duration.ZERO;
    }

    /**
     * Pause that signals do not end.
     *
     * @param polling time that the last poll took
     */
    static Duration pauseWithSignals(Duration polling) {
        Duration pause = polling.multipliedBy(PAUSES_PER_POLL);
        if (pause.compareTo(MIN_PAUSE) < 0) {
            return MIN_PAUSE;
        }
        return pause.compareTo(MAX_PAUSE_WITH_SIGNALS) > 0 ? MAX_PAUSE_WITH_SIGNALS : pause;
    }

    /**
     * Pause after a poll.
     *
     * @param quiet pause while no instance of a few changes its state; four times as long for many,
     *     since what happens to a machine is known from its agent or the end of its connection
     */
    static Duration pause(Map<InstanceState, Long> counts, Duration quiet) {
        if (counts.keySet().stream().anyMatch(TRANSITIONAL::contains)) {
            return TRANSITION_POLL_INTERVAL;
        }
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        return quiet.multipliedBy(
                Math.clamp(Math.ceilDiv(all, INSTANCES_PER_INTERVAL), 1, MAX_INTERVALS));
    }

    private void pollSucceeded() {
        if (alarmed) {
            LOG.infof("instances are seen again, after %s", Durations.format(sinceLastPoll()));
        }
        lastPollAt = clock.instant();
        failing = false;
        alarmed = false;
    }

    /** Without polls no server terminates an instance whose agent failed, which costs money. */
    private Duration pollFailed(Exception e) {
        if (!failing) {
            LOG.warnf(e instanceof AwsFailure ? null : e, "instances not seen: %s", e.getMessage());
        }
        failing = true;
        if (!alarmed && sinceLastPoll().compareTo(ALARM_AFTER) > 0) {
            alarmed = true;
            LOG.errorf(
                    "ALARM: instances have not been seen for %s (%s); machines without an agent"
                            + " may outlive their TTL meanwhile",
                    Durations.format(sinceLastPoll()), e.getMessage());
        }
        return TRANSITION_POLL_INTERVAL;
    }
}

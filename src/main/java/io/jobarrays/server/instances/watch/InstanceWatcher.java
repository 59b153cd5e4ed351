package io.jobarrays.server.instances.watch;

import io.jobarrays.contract.Durations;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.aws.AwsFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The one loop that asks EC2 how our instances are: every second while something moves. */
@ApplicationScoped
public class InstanceWatcher {
    private static final Logger LOG = Logger.getLogger(InstanceWatcher.class);
    private static final Duration TRANSITION_POLL_INTERVAL = Duration.ofSeconds(1);

    /** Without a look for so long somebody must hear of it. */
    static final Duration ALARM_AFTER = Duration.ofMinutes(2);

    /** Looks closer together than this tell nothing new. */
    private static final Duration MIN_POLL_INTERVAL = Duration.ofMillis(300);

    private final InstancePoll instancePoll;
    private final OrphanInstances orphans;
    private final SpawnConfig config;
    private final Clock clock;
    private final Semaphore pokes = new Semaphore(0);
    private @Nullable Thread thread;
    private volatile Instant lastPollAt;
    private boolean failing;
    private boolean alarmed;

    InstanceWatcher(InstancePoll watch, OrphanInstances orphans, SpawnConfig config, Clock clock) {
        this.instancePoll = watch;
        this.orphans = orphans;
        this.config = config;
        this.clock = clock;
        this.lastPollAt = clock.instant();
    }

    void start(@Observes @Priority(200) StartupEvent event) {
        thread = Thread.ofVirtual().name("watcher").start(this::loop);
    }

    void stop(@Observes ShutdownEvent event) {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Somebody knows that something has changed. */
    public void pollSoon() {
        pokes.release();
    }

    /** How long no look has succeeded. */
    Duration sinceLastPoll() {
        return Duration.between(lastPollAt, clock.instant());
    }

    private void loop() {
        while (true) {
            try {
                orphans.update(instancePoll.poll());
                pollSucceeded();
                Duration pause =
                        instancePoll.hasInstanceInTransition()
                                ? TRANSITION_POLL_INTERVAL
                                : config.reconcileEvery();
                Thread.sleep(MIN_POLL_INTERVAL);
                pokes.tryAcquire(pause.minus(MIN_POLL_INTERVAL).toMillis(), TimeUnit.MILLISECONDS);
                pokes.drainPermits();
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                // The rim of the loop: neither cloud nor database being away may end the watch.
                pollFailed(e);
                LockSupport.parkNanos(TRANSITION_POLL_INTERVAL.toNanos());
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        }
    }

    private void pollSucceeded() {
        if (alarmed) {
            LOG.infof("instances are seen again, after %s", Durations.format(sinceLastPoll()));
        }
        lastPollAt = clock.instant();
        failing = false;
        alarmed = false;
    }

    /** Nobody ends what has outlived its agent while nobody looks: that must not be silent. */
    private void pollFailed(Exception e) {
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
    }
}

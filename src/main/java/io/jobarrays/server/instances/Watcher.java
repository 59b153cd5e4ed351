package io.jobarrays.server.instances;

import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.aws.AwsFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The one loop that asks EC2 how our instances are: every second while something moves. */
@ApplicationScoped
public class Watcher {
    private static final Logger LOG = Logger.getLogger(Watcher.class);
    private static final Duration RESTLESS = Duration.ofSeconds(1);

    /** Looks closer together than this tell nothing new. */
    private static final Duration APART = Duration.ofMillis(300);

    private final Watch watch;
    private final Orphans orphans;
    private final SpawnConfig config;
    private final Semaphore pokes = new Semaphore(0);
    private @Nullable Thread thread;

    Watcher(Watch watch, Orphans orphans, SpawnConfig config) {
        this.watch = watch;
        this.orphans = orphans;
        this.config = config;
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
    public void soon() {
        pokes.release();
    }

    private void loop() {
        boolean failing = false;
        while (true) {
            try {
                orphans.seen(watch.look());
                failing = false;
                Duration pause = watch.restless() ? RESTLESS : config.reconcileEvery();
                Thread.sleep(APART);
                pokes.tryAcquire(pause.minus(APART).toMillis(), TimeUnit.MILLISECONDS);
                pokes.drainPermits();
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                // The rim of the loop: neither cloud nor database being away may end the watch.
                if (!failing) {
                    LOG.warnf(
                            e instanceof AwsFailure ? null : e,
                            "instances not seen: %s",
                            e.getMessage());
                }
                failing = true;
                java.util.concurrent.locks.LockSupport.parkNanos(RESTLESS.toNanos());
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        }
    }
}

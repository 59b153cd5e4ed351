package io.jobarrays.server.arrays.events;

import io.jobarrays.server.ServerStopping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * In-process signal that an array or execution has a new event or state; fired after the commit. A
 * reader that must not miss a change of another cause polls as well.
 */
@ApplicationScoped
public class EventSignal {
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /**
     * Signals of the execution or the array, from now on.
     *
     * @param arrayId null: of the execution only
     */
    public Subscription subscribe(long execution, @Nullable String arrayId) {
        Subscription subscription = new Subscription(execution, arrayId);
        subscriptions.add(subscription);
        return subscription;
    }

    public void fire(@Nullable Long execution, @Nullable String arrayId) {
        for (Subscription subscription : subscriptions) {
            if (subscription.matches(execution, arrayId)) {
                subscription.signals.release();
            }
        }
    }

    /** Readers hold HTTP connections, which the end of the server waits for. */
    void stop(@Observes ServerStopping event) {
        stopping = true;
        subscriptions.forEach(subscription -> subscription.signals.release());
    }

    /** Signals that one reader waits for, until it is closed. */
    public final class Subscription implements AutoCloseable {
        private final Semaphore signals = new Semaphore(0);
        private final long execution;
        private final @Nullable String arrayId;

        private Subscription(long execution, @Nullable String arrayId) {
            this.execution = execution;
            this.arrayId = arrayId;
        }

        /** Whether a signal came since the last call, or comes before the timeout. */
        public boolean await(Duration timeout) throws InterruptedException {
            boolean signalled = signals.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
            signals.drainPermits();
            return signalled;
        }

        /** Whether the server ends; the reader continues at the next one. */
        public boolean isStopping() {
            return stopping;
        }

        private boolean matches(@Nullable Long execution, @Nullable String arrayId) {
            return (execution != null && execution == this.execution)
                    || (arrayId != null && Objects.equals(arrayId, this.arrayId));
        }

        @Override
        public void close() {
            subscriptions.remove(this);
        }
    }
}

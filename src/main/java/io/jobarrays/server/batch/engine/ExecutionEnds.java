package io.jobarrays.server.batch.engine;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Signals within this process that an execution's end is written. */
@ApplicationScoped
public class ExecutionEnds {
    /** Another process that took the execution over cannot signal its end here. */
    private static final Duration FALLBACK_INTERVAL = Duration.ofSeconds(1);

    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

    private record Waiter(long execution, Semaphore signal) {}

    /**
     * Waits until the condition holds; it is evaluated at every signal of the execution.
     *
     * @return false at the time-out, or when the thread is interrupted
     */
    public boolean await(long execution, Duration timeout, BooleanSupplier condition) {
        Waiter waiter = new Waiter(execution, new Semaphore(0));
        waiters.add(waiter);
        long end = System.nanoTime() + timeout.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                boolean signalled =
                        waiter.signal()
                                .tryAcquire(
                                        Math.min(left, FALLBACK_INTERVAL.toNanos()),
                                        TimeUnit.NANOSECONDS);
                if (signalled) {
                    waiter.signal().drainPermits();
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiters.remove(waiter);
        }
    }

    /** After the end was committed. */
    void signal(long execution) {
        waiters.stream()
                .filter(waiter -> waiter.execution() == execution)
                .forEach(waiter -> waiter.signal().release());
    }
}

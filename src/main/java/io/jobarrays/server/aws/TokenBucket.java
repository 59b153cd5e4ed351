package io.jobarrays.server.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A token bucket as AWS keeps them: full at first, refilled at a steady rate.
 *
 * <p>Tokens are promised in the order they are asked for: the bucket goes below zero, and who asks
 * is told how long to wait for what was promised.
 */
final class TokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double capacity;
    private final double perSecond;
    private final ReentrantLock lock = new ReentrantLock();
    private double tokens;
    private Instant refilledAt;

    TokenBucket(double capacity, double perSecond, Instant now) {
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.tokens = capacity;
        this.refilledAt = now;
    }

    /** Takes {@code amount} tokens; zero when they are there, else how long until they are. */
    Duration take(int amount, Instant now) {
        lock.lock();
        try {
            refill(now);
            tokens -= amount;
            return timeUntilNotNegative(tokens);
        } finally {
            lock.unlock();
        }
    }

    /** What {@link #take} would answer now, taking nothing. */
    Duration delay(int amount, Instant now) {
        lock.lock();
        try {
            refill(now);
            return timeUntilNotNegative(tokens - amount);
        } finally {
            lock.unlock();
        }
    }

    private void refill(Instant now) {
        if (now.isAfter(refilledAt)) {
            double seconds = Duration.between(refilledAt, now).toNanos() / NANOS_PER_SECOND;
            tokens = Math.min(capacity, tokens + seconds * perSecond);
            refilledAt = now;
        }
    }

    private Duration timeUntilNotNegative(double level) {
        return level >= 0
                ? Duration.ZERO
                : Duration.ofNanos((long) Math.ceil(-level / perSecond * NANOS_PER_SECOND));
    }
}

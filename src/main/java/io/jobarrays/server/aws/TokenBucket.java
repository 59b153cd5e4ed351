package io.jobarrays.server.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Token bucket as AWS uses them: full at the start, refilled at a constant rate.
 *
 * <p>Tokens are reserved in the order of the requests: the level may be negative, and the caller
 * waits until it would be zero.
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

    /** Takes {@code amount} tokens and returns the time to wait for them; zero when available. */
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

    /** The result of {@link #take}, without taking tokens. */
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

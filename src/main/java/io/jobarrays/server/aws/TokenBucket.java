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
    private static final double NANOS = 1e9;

    private final double capacity;
    private final double perSecond;
    private final ReentrantLock lock = new ReentrantLock();
    private double tokens;
    private Instant filledAt;

    TokenBucket(double capacity, double perSecond, Instant now) {
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.tokens = capacity;
        this.filledAt = now;
    }

    /** Takes {@code amount} tokens; zero when they are there, else how long until they are. */
    Duration take(int amount, Instant now) {
        lock.lock();
        try {
            fill(now);
            tokens -= amount;
            return untilNotNegative(tokens);
        } finally {
            lock.unlock();
        }
    }

    /** What {@link #take} would answer now, taking nothing. */
    Duration delay(int amount, Instant now) {
        lock.lock();
        try {
            fill(now);
            return untilNotNegative(tokens - amount);
        } finally {
            lock.unlock();
        }
    }

    private void fill(Instant now) {
        if (now.isAfter(filledAt)) {
            double seconds = Duration.between(filledAt, now).toNanos() / NANOS;
            tokens = Math.min(capacity, tokens + seconds * perSecond);
            filledAt = now;
        }
    }

    private Duration untilNotNegative(double level) {
        return level >= 0
                ? Duration.ZERO
                : Duration.ofNanos((long) Math.ceil(-level / perSecond * NANOS));
    }
}

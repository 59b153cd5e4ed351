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
public final class TokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double capacity;
    private final double perSecond;
    private final ReentrantLock lock = new ReentrantLock();
    private double tokens;
    private Instant refilledAt;

    public TokenBucket(double capacity, double perSecond, Instant now) {
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.tokens = capacity;
        this.refilledAt = now;
    }

    /** Tokens of the full bucket. */
    double size() {
        return capacity;
    }

    double perSecond() {
        return perSecond;
    }

    /** Tokens that are available now; negative while callers wait. */
    double tokens(Instant now) {
        lock.lock();
        try {
            refill(now);
            return tokens;
        } finally {
            lock.unlock();
        }
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

    /** Takes a token if there is one. */
    public boolean tryTake(Instant now) {
        lock.lock();
        try {
            refill(now);
            if (tokens < 1) {
                return false;
            }
            tokens -= 1;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Time until so many tokens are available, when none are taken meanwhile. */
    Duration timeUntil(int amount, Instant now) {
        lock.lock();
        try {
            refill(now);
            return timeUntilNotNegative(tokens - amount);
        } finally {
            lock.unlock();
        }
    }

    /** Puts tokens back that were taken and not used. */
    void giveBack(int amount, Instant now) {
        lock.lock();
        try {
            refill(now);
            tokens = Math.min(capacity, tokens + amount);
        } finally {
            lock.unlock();
        }
    }

    /** Fills the bucket. */
    void fill(Instant now) {
        lock.lock();
        try {
            tokens = capacity;
            refilledAt = now;
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

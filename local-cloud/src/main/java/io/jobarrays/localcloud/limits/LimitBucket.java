package io.jobarrays.localcloud.limits;

import java.util.function.LongSupplier;

/** Token bucket: refills continuously up to its capacity; full at first. */
final class LimitBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier nanoTime;
    private double capacity;
    private double refillPerSecond;
    private double tokens;
    private long countedAt;

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    LimitBucket(double capacity, double refillPerSecond, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        resize(capacity, refillPerSecond);
    }

    /** Takes the tokens if the bucket holds them all; takes none otherwise. */
    synchronized boolean take(int count) {
        count();
        if (tokens < count) {
            return false;
        }
        tokens -= count;
        return true;
    }

    synchronized double tokens() {
        count();
        return tokens;
    }

    synchronized void fill() {
        tokens = capacity;
        countedAt = nanoTime.getAsLong();
    }

    /** Sets size and rate, and fills the bucket. */
    synchronized void resize(double newCapacity, double newRefillPerSecond) {
        capacity = newCapacity;
        refillPerSecond = newRefillPerSecond;
        fill();
    }

    synchronized double capacity() {
        return capacity;
    }

    synchronized double refillPerSecond() {
        return refillPerSecond;
    }

    private void count() {
        long now = nanoTime.getAsLong();
        double added = (now - countedAt) / NANOS_PER_SECOND * refillPerSecond;
        tokens = Math.min(capacity, tokens + added);
        countedAt = now;
    }
}

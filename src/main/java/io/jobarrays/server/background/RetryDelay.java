package io.jobarrays.server.background;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Delay before a retry: doubles from the first to the longest one, with jitter. */
public record RetryDelay(Duration first, Duration longest) {

    /**
     * @param failures consecutive failures, 1 for the first
     */
    public Duration after(int failures, RandomGenerator random) {
        long doubled = first.toMillis() << Math.min(failures - 1, 10);
        long full = Math.min(longest.toMillis(), doubled);
        return Duration.ofMillis(random.nextLong(full / 2, full + 1));
    }
}

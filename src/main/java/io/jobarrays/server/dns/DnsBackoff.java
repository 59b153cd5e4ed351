package io.jobarrays.server.dns;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Delay before the next retry: exponential with jitter, at most 15 seconds. */
final class DnsBackoff {
    private static final long FIRST_DELAY_MILLIS = 500;
    private static final long MAX_DELAY_MILLIS = 15_000;

    private DnsBackoff() {}

    /**
     * @param failures consecutive failures, 1 for the first
     */
    static Duration after(int failures, RandomGenerator random) {
        long full = Math.min(MAX_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(failures - 1, 10));
        return Duration.ofMillis(random.nextLong(full / 2, full + 1));
    }
}

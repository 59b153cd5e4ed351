package io.jobarrays.benchmarks.plane;

import java.time.Duration;
import java.time.Instant;

/**
 * Instances that a control plane may launch at once by its own limiter, which has AWS's limit (1000
 * instances, 2 more per second; EC2 Developer Guide, "Request throttling for the Amazon EC2 API",
 * 2025) and, unlike the local cloud's, cannot be filled on request.
 */
public final class LaunchTokens {
    private static final double CAPACITY = 1000;
    private static final double PER_SECOND = 2;

    private final double capacity;
    private final double perSecond;
    private double tokens;
    private Instant filledAt;

    /**
     * @param start of the control plane
     * @param factor to the limits
     */
    public LaunchTokens(Instant start, int factor) {
        this.capacity = CAPACITY * factor;
        this.perSecond = PER_SECOND * factor;
        this.tokens = capacity;
        this.filledAt = start;
    }

    /** Time until {@code instances} can be launched without a wait. */
    public Duration wait(int instances, Instant now) {
        fill(now);
        double missing = Math.min(instances, capacity) - tokens;
        return Duration.ofMillis((long) Math.ceil(Math.max(0, missing) / perSecond * 1000));
    }

    public void take(int instances, Instant now) {
        fill(now);
        tokens -= instances;
    }

    private void fill(Instant now) {
        double more = Duration.between(filledAt, now).toMillis() / 1000.0 * perSecond;
        tokens = Math.min(capacity, tokens + more);
        filledAt = now;
    }
}

package io.jobarrays.server.aws;

import java.time.Clock;

/** Queues with full buckets, for tests of other packages. */
public final class LaunchQueueFixture {
    private LaunchQueueFixture() {}

    /**
     * @param factor to AWS's default limits
     */
    public static LaunchQueue of(Clock clock, double factor) {
        return new LaunchQueue(new AwsRateLimits(clock, factor), clock);
    }
}

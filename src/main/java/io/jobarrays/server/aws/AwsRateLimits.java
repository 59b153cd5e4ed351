package io.jobarrays.server.aws;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * AWS's request limits, kept on our side and shared by all arrays: who calls waits its turn here.
 */
@ApplicationScoped
public class AwsRateLimits {
    private final Map<CallFamily, TokenBucket> buckets = new EnumMap<>(CallFamily.class);
    private final Clock clock;

    AwsRateLimits(Clock clock) {
        this.clock = clock;
        for (CallFamily family : CallFamily.values()) {
            buckets.put(
                    family,
                    new TokenBucket(family.bucketSize, family.tokensPerSecond, clock.instant()));
        }
    }

    /** How long {@code instances} more machines would wait for AWS's launch rate. */
    public Duration launchDelay(int instances) {
        return bucket(CallFamily.RUN_INSTANCES).delay(instances, clock.instant());
    }

    /** Returns when the call may be made; blocks the (virtual) thread until then. */
    void acquire(CallFamily family, int amount) throws InterruptedException {
        Duration wait = bucket(family).take(amount, clock.instant());
        if (wait.isPositive()) {
            Thread.sleep(wait);
        }
    }

    @SuppressWarnings("NullAway") // every family has its bucket, from the constructor on
    private TokenBucket bucket(CallFamily family) {
        return buckets.get(family);
    }
}

package io.jobarrays.server.aws;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** AWS's request limits, enforced before the call and shared by all arrays. */
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

    /** Time until AWS's launch rate permits {@code instances} more instances. */
    public Duration launchDelay(int instances) {
        return bucket(CallFamily.RUN_INSTANCES).delay(instances, clock.instant());
    }

    /** Blocks the (virtual) thread until the limit permits the call. */
    void acquire(CallFamily family, int amount) throws InterruptedException {
        Duration wait = bucket(family).take(amount, clock.instant());
        if (wait.isPositive()) {
            Thread.sleep(wait);
        }
    }

    @SuppressWarnings("NullAway") // the constructor creates a bucket for every family
    private TokenBucket bucket(CallFamily family) {
        return buckets.get(family);
    }
}

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
public class Buckets {
    private final Map<Family, TokenBucket> buckets = new EnumMap<>(Family.class);
    private final Clock clock;

    Buckets(Clock clock) {
        this.clock = clock;
        for (Family family : Family.values()) {
            buckets.put(family, new TokenBucket(family.size, family.perSecond, clock.instant()));
        }
    }

    /** How long {@code instances} more machines would wait for AWS's launch rate. */
    public Duration launchDelay(int instances) {
        return bucket(Family.RUN_INSTANCES).delay(instances, clock.instant());
    }

    /** Returns when the call may be made; blocks the (virtual) thread until then. */
    void acquire(Family family, int amount) throws InterruptedException {
        Duration wait = bucket(family).take(amount, clock.instant());
        if (wait.isPositive()) {
            Thread.sleep(wait);
        }
    }

    @SuppressWarnings("NullAway") // every family has its bucket, from the constructor on
    private TokenBucket bucket(Family family) {
        return buckets.get(family);
    }
}

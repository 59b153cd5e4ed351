package io.jobarrays.server.aws;

import io.jobarrays.server.SpawnConfig;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** AWS's request limits, enforced before the call and shared by all arrays. */
@ApplicationScoped
public class AwsRateLimits {
    private static final int USAGE_EXIT_CODE = 2;

    private final Map<CallFamily, TokenBucket> buckets = new EnumMap<>(CallFamily.class);
    private final Clock clock;
    private final double factor;

    @Inject
    AwsRateLimits(Clock clock, SpawnConfig config) {
        this(clock, config.aws().limits().factor());
    }

    AwsRateLimits(Clock clock, double factor) {
        this.clock = clock;
        this.factor = factor;
        for (CallFamily family : CallFamily.values()) {
            buckets.put(
                    family,
                    new TokenBucket(
                            family.bucketSize * factor,
                            family.tokensPerSecond * factor,
                            clock.instant()));
        }
    }

    /** Refuses to start with a factor that would allow no call. */
    void check(@Observes StartupEvent started) {
        if (!(factor > 0)) {
            throw new PreventFurtherStepsException(
                    "spawn: spawn.aws.limits.factor=%s is not above 0".formatted(factor),
                    USAGE_EXIT_CODE);
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

package io.jobarrays.server.aws;

import io.jobarrays.server.SpawnConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** AWS's request limits, enforced before the call and shared by all arrays. */
@ApplicationScoped
public class AwsRateLimits {
    private final Map<CallFamily, TokenBucket> buckets = new EnumMap<>(CallFamily.class);
    private final AtomicReference<@Nullable Epochs> epochs = new AtomicReference<>();
    private final Clock clock;

    @Inject
    AwsRateLimits(Clock clock, SpawnConfig config) {
        this(clock, config.aws().limits().factor());
    }

    AwsRateLimits(Clock clock, double factor) {
        this.clock = clock;
        for (CallFamily family : CallFamily.values()) {
            buckets.put(
                    family,
                    new TokenBucket(
                            Math.max(1, family.bucketSize * factor),
                            family.tokensPerSecond * factor,
                            clock.instant()));
        }
    }

    /** The epoch of the newest answer, and the one before it. */
    private record Epochs(String current, @Nullable String before) {}

    /**
     * Fills all buckets when the cloud has filled its own, which begins a new epoch. An answer of
     * the epoch before, which arrives late, changes nothing.
     */
    void enterEpoch(String epoch) {
        Epochs known = epochs.get();
        if (known != null && (epoch.equals(known.current()) || epoch.equals(known.before()))) {
            return;
        }
        Epochs next = new Epochs(epoch, known == null ? null : known.current());
        if (epochs.compareAndSet(known, next) && known != null) {
            buckets.values().forEach(bucket -> bucket.fill(clock.instant()));
        }
    }

    /** Blocks the (virtual) thread until the limit permits the call; the time that it waited. */
    Duration acquire(CallFamily family, int amount) throws InterruptedException {
        Duration wait = bucket(family).take(amount, clock.instant());
        if (wait.isPositive()) {
            Thread.sleep(wait);
        }
        return wait;
    }

    @SuppressWarnings("NullAway") // the constructor creates a bucket for every family
    TokenBucket bucket(CallFamily family) {
        return buckets.get(family);
    }
}

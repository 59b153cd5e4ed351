package io.jobarrays.server.instances.launch;

import io.jobarrays.server.instances.rows.LaunchPool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Capacity pools in which EC2 had no capacity lately, for all arrays. */
@ApplicationScoped
public class CapacityMemory {
    private static final Duration SHORTEST = Duration.ofMinutes(3);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Consecutive refusals of one pool; the time grows with their number. */
    private record Refusals(Instant last, int count) {
        Instant exhaustedUntil() {
            Duration time = SHORTEST.multipliedBy(count);
            return last.plus(time.compareTo(LONGEST) > 0 ? LONGEST : time);
        }
    }

    private final Clock clock;
    private final Map<LaunchPool, Refusals> refusals = new ConcurrentHashMap<>();

    CapacityMemory(Clock clock) {
        this.clock = clock;
    }

    /** EC2 launched none, or fewer than were asked for. */
    public void refused(LaunchPool pool) {
        refusals.merge(
                pool,
                new Refusals(clock.instant(), 1),
                (before, now) -> new Refusals(now.last(), before.count() + 1));
    }

    /** EC2 launched all that were asked for. */
    public void launched(LaunchPool pool) {
        refusals.remove(pool);
    }

    /** Exhausted pools and the time until which another pool is preferred to them. */
    public Map<LaunchPool, Instant> exhaustedUntil() {
        Instant now = clock.instant();
        Map<LaunchPool, Instant> exhausted = new HashMap<>();
        refusals.forEach(
                (pool, refused) -> {
                    if (now.isBefore(refused.exhaustedUntil())) {
                        exhausted.put(pool, refused.exhaustedUntil());
                    }
                });
        return exhausted;
    }
}

package io.jobarrays.server.arrays.plan;

import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.instances.rows.LaunchPool;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Policy that chooses the capacity pool of a launch call: the first one of the array's ladder with
 * capacity. Members of a coupled array are launched in one zone, others are spread over the zones.
 */
public final class CapacityPolicy {
    private CapacityPolicy() {}

    /**
     * The pool of the next call.
     *
     * @param share number of pools that the missing members are spread over
     * @param exhausted EC2 has lately had no capacity in any pool of the array
     */
    public record Choice(LaunchPool pool, int share, boolean exhausted) {}

    /**
     * @param exhaustedUntil pools without capacity, and until when others are preferred
     */
    public static Choice of(ArraySnapshot array, Map<LaunchPool, Instant> exhaustedUntil) {
        List<LaunchPool> ladder = ladder(array);
        Optional<LaunchPool> first =
                ladder.stream().filter(pool -> !exhaustedUntil.containsKey(pool)).findFirst();
        if (first.isEmpty()) {
            LaunchPool earliest =
                    ladder.stream()
                            .min(
                                    Comparator.comparing(
                                            pool -> exhaustedUntil.getOrDefault(pool, Instant.MAX)))
                            .orElseThrow();
            return new Choice(earliest, 1, true);
        }
        if (array.spec().barrier()) {
            return new Choice(first.get(), 1, false);
        }
        List<LaunchPool> rung =
                ladder.stream()
                        .filter(pool -> isOfRung(pool, first.get()))
                        .filter(pool -> !exhaustedUntil.containsKey(pool))
                        .toList();
        LaunchPool fewest =
                rung.stream()
                        .min(Comparator.comparingInt(pool -> membersIn(array, pool.az())))
                        .orElseThrow();
        return new Choice(fewest, rung.size(), false);
    }

    /** A coupled array that has instances stays in their zone. */
    private static List<LaunchPool> ladder(ArraySnapshot array) {
        List<LaunchPool> all = array.spec().pools();
        String zone = array.spec().barrier() ? zoneOfCoupled(array) : null;
        if (zone == null) {
            return all;
        }
        List<LaunchPool> inZone =
                all.stream()
                        .filter(pool -> pool.az() == null || pool.az().equals(zone))
                        .map(pool -> new LaunchPool(pool.instanceType(), zone, pool.spot()))
                        .toList();
        return inZone.isEmpty() ? all : inZone;
    }

    private static @Nullable String zoneOfCoupled(ArraySnapshot array) {
        return array.members().stream()
                .filter(MemberSnapshot::hasLiveInstance)
                .map(member -> Objects.requireNonNull(member.instance()).az())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static boolean isOfRung(LaunchPool pool, LaunchPool first) {
        return pool.spot() == first.spot()
                && Objects.equals(pool.instanceType(), first.instanceType());
    }

    private static int membersIn(ArraySnapshot array, @Nullable String zone) {
        return array.count(
                member ->
                        member.hasLiveInstance()
                                && Objects.equals(
                                        Objects.requireNonNull(member.instance()).az(), zone));
    }
}

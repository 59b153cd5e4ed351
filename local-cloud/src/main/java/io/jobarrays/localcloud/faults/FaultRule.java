package io.jobarrays.localcloud.faults;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A fault to inject: its kind, what it strikes, how often, when, and with which values.
 *
 * @param operation {@code *} stands for any text
 * @param tag only instances with this tag, or calls about them
 * @param zone only instances in this zone, or calls about them
 * @param count maximum number of strikes
 * @param probability of a strike per match, 0 to 1
 * @param after begin of the time in which it strikes, from when it is set
 * @param lasting length of that time; unlimited when empty
 * @param seed of the draws
 * @param delay before the effect: of an answer, a reclaim, a cut
 * @param window length of the effect; until the rule is removed when empty
 * @param instances number of instances that a partial launch gets
 * @param offset of a skewed clock from the right time; negative when the clock is behind
 */
public record FaultRule(
        FaultKind kind,
        String operation,
        Optional<Map.Entry<String, String>> tag,
        Optional<String> zone,
        int count,
        double probability,
        Duration after,
        Optional<Duration> lasting,
        long seed,
        Duration delay,
        Optional<Duration> window,
        int instances,
        Duration offset) {

    /** Pattern of an operation in which {@code *} stands for any text. */
    public static Pattern pattern(String operation) {
        return Pattern.compile("\\Q" + operation.replace("*", "\\E.*\\Q") + "\\E");
    }

    /** Whether tag, zone and market are those of the target. */
    boolean matchesInstances(FaultTarget target) {
        return (kind != FaultKind.SPOT_INTERRUPTION || target.spot())
                && tag.map(target.tags()::contains).orElse(true)
                && zone.map(target.zones()::contains).orElse(true);
    }

    boolean isActiveAt(Duration sinceSet) {
        return sinceSet.compareTo(after) >= 0
                && lasting.map(time -> sinceSet.compareTo(after.plus(time)) < 0).orElse(true);
    }

    /**
     * Whether the nth match of an operation is drawn; depends on nothing but the seed, the rule and
     * the number.
     */
    boolean draws(String ofOperation, long number) {
        long mixed = mix(seed ^ mix(identity().hashCode()) ^ mix(ofOperation.hashCode() + number));
        return (mixed >>> 11) * 0x1.0p-53 < probability;
    }

    /** Does not contain what changes with the time of a run. */
    private String identity() {
        return kind + operation + tag + zone + probability;
    }

    /**
     * Finalizer of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
     * generators", 2014).
     */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}

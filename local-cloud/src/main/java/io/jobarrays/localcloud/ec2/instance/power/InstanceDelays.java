package io.jobarrays.localcloud.ec2.instance.power;

import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Delays of an instance's life, drawn evenly from ranges; a profile has a range for each. */
public final class InstanceDelays {
    /**
     * "EC2 boot time benchmarking" (Percival, daemonology.net, 2021-08-12) measured 5 s from {@code
     * pending} to {@code running}, then 17 s to the network and 23 s to the first service;
     * brevdev/ec2-coldboot-research measured 16.5 s from {@code pending} to {@code running}.
     */
    private static final Map<Delay, Range> REALISTIC =
            Map.of(Delay.PENDING, Range.of(5, 16), Delay.BOOT, Range.of(17, 23));

    private final Map<Delay, Range> ranges = new EnumMap<>(Delay.class);
    private final SplittableRandom random;

    /** A delay of an instance's life. */
    public enum Delay {
        /** From the launch or start to {@code running}. */
        PENDING,
        /** From {@code running} to the first program. */
        BOOT,
        /** From the request to the end of the processes of a stop. */
        STOP,
        /** From the request to the end of the processes of a termination. */
        TERMINATE,
        /** From the launch until calls by id and lists show the instance. */
        VISIBILITY;

        public String jsonName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Shortest and longest delay. */
    public record Range(Duration min, Duration max) {
        public Range {
            if (min.compareTo(max) > 0) {
                throw new AwsError(
                        "InvalidParameterValue",
                        "The delay %s to %s begins after its end.".formatted(min, max));
            }
        }

        static final Range NONE = of(0, 0);

        static Range of(long minSeconds, long maxSeconds) {
            return new Range(Duration.ofSeconds(minSeconds), Duration.ofSeconds(maxSeconds));
        }
    }

    /**
     * @param seed of the draws
     */
    public InstanceDelays(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * Replaces all ranges.
     *
     * @param profile {@code fast}: no delay but that of the machine; {@code realistic}
     */
    public synchronized void use(String profile) {
        Map<Delay, Range> chosen =
                switch (profile) {
                    case "fast" -> Map.of();
                    case "realistic" -> REALISTIC;
                    default ->
                            throw new AwsError(
                                    "InvalidParameterValue",
                                    "There is no profile \"%s\"; write fast or realistic."
                                            .formatted(profile));
                };
        ranges.clear();
        ranges.putAll(chosen);
    }

    public synchronized void set(Delay delay, Range range) {
        ranges.put(delay, range);
    }

    public synchronized Range range(Delay delay) {
        return ranges.getOrDefault(delay, Range.NONE);
    }

    public synchronized Duration draw(Delay delay) {
        Range range = range(delay);
        long min = range.min().toMillis();
        long max = range.max().toMillis();
        return Duration.ofMillis(min == max ? min : random.nextLong(min, max + 1));
    }
}

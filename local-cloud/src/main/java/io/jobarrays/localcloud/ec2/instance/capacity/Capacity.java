package io.jobarrays.localcloud.ec2.instance.capacity;

import io.jobarrays.localcloud.ec2.catalogue.InstanceKind;
import io.jobarrays.localcloud.ec2.instance.EmulatedLaunch;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.OptionalInt;

/**
 * Number of instances that this machine can run.
 *
 * @param instances limit of pending, running, stopping and shutting-down instances together
 * @param scaleInstances limit of those whose types are in scale mode, which then do not count among
 *     the others; when empty, all instances share one limit
 */
public record Capacity(int instances, OptionalInt scaleInstances) {
    private static final long MEMORY_PER_INSTANCE_BYTES = 110L << 20;
    private static final int MAX_INSTANCES = 256;

    /** One limit for all instances. */
    public Capacity(int instances) {
        this(instances, OptionalInt.empty());
    }

    /** Half of the memory divided by 110 MiB per instance, 1 to 256. */
    public static Capacity ofMemory(long bytes) {
        return new Capacity(Math.clamp(bytes / 2 / MEMORY_PER_INSTANCE_BYTES, 1, MAX_INSTANCES));
    }

    /** The same with a limit of its own for types in scale mode, which take little memory. */
    public Capacity withScale(int limit) {
        return new Capacity(instances, OptionalInt.of(limit));
    }

    /** Whether instances of the two types share a limit. */
    boolean isShared(InstanceKind one, InstanceKind other) {
        return scaleInstances.isEmpty() || one.isInScaleMode() == other.isInScaleMode();
    }

    /**
     * Number of instances of a launch that fit.
     *
     * @param inUse number of instances that share the limit of the launch
     * @throws AwsError {@code InsufficientInstanceCapacity} when fewer than the minimum fit
     */
    public int grant(int min, int max, int inUse, EmulatedLaunch launch) {
        int limit = limit(launch.kind());
        int granted = Math.min(max, limit - inUse);
        if (granted < min) {
            throw insufficient(
                    launch,
                    "the local cloud holds %d instances, %d are taken".formatted(limit, inUse));
        }
        return granted;
    }

    /**
     * Error {@code InsufficientInstanceCapacity} for a launch or start.
     *
     * @param reason why this cloud has too little
     */
    public static AwsError insufficient(EmulatedLaunch launch, String reason) {
        return new AwsError(
                500,
                "InsufficientInstanceCapacity",
                "We currently do not have sufficient %s capacity in the Availability Zone you requested (%s): %s."
                        .formatted(launch.kind().name(), launch.subnet().zone(), reason));
    }

    private int limit(InstanceKind kind) {
        return kind.isInScaleMode() ? scaleInstances.orElse(instances) : instances;
    }
}

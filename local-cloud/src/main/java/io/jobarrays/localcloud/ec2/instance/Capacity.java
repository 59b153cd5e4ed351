package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.protocol.AwsError;

/**
 * Number of instances that this machine can run.
 *
 * @param instances limit of pending, running, stopping and shutting-down instances together
 */
public record Capacity(int instances) {
    private static final long MEMORY_PER_INSTANCE_BYTES = 110L << 20;
    private static final int MAX_INSTANCES = 256;

    /** Half of the memory divided by 110 MiB per instance, 1 to 256. */
    public static Capacity ofMemory(long bytes) {
        return new Capacity(Math.clamp(bytes / 2 / MEMORY_PER_INSTANCE_BYTES, 1, MAX_INSTANCES));
    }

    /**
     * Number of instances of a launch that fit.
     *
     * @throws AwsError {@code InsufficientInstanceCapacity} when fewer than the minimum fit
     */
    public int grant(int min, int max, int inUse, EmulatedLaunch launch) {
        int granted = Math.min(max, instances - inUse);
        if (granted < min) {
            throw new AwsError(
                    500,
                    "InsufficientInstanceCapacity",
                    "We currently do not have sufficient %s capacity in the Availability Zone you requested (%s): the local cloud holds %d instances, %d are taken."
                            .formatted(
                                    launch.kind().name(),
                                    launch.subnet().zone(),
                                    instances,
                                    inUse));
        }
        return granted;
    }
}

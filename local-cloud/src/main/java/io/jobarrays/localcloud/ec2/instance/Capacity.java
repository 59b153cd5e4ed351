package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.protocol.AwsError;

/**
 * How many instances this machine carries.
 *
 * @param instances pending, running and ending ones together
 */
public record Capacity(int instances) {
    private static final long MEMORY_PER_INSTANCE_BYTES = 110L << 20;
    private static final int MAX_INSTANCES = 256;

    /** What half of the machine's memory holds at 110 MiB an instance, at most 256. */
    public static Capacity ofMemory(long bytes) {
        return new Capacity(Math.clamp(bytes / 2 / MEMORY_PER_INSTANCE_BYTES, 1, MAX_INSTANCES));
    }

    /** How many of a launch can be had: all, fewer, or none when fewer than the minimum. */
    public int grant(int min, int max, int taken, EmulatedLaunch order) {
        int granted = Math.min(max, instances - taken);
        if (granted < min) {
            throw new AwsError(
                    500,
                    "InsufficientInstanceCapacity",
                    "We currently do not have sufficient %s capacity in the Availability Zone you requested (%s): the local cloud holds %d instances, %d are taken."
                            .formatted(
                                    order.kind().name(), order.subnet().zone(), instances, taken));
        }
        return granted;
    }
}

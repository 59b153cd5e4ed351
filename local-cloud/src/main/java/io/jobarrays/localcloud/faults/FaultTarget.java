package io.jobarrays.localcloud.faults;

import java.util.Map;
import java.util.Set;

/**
 * What a rule is compared with: an operation with the tags and zones of the instances that it is
 * about.
 *
 * @param operation {@code ec2:RunInstances}
 * @param spot whether it is a spot instance
 */
public record FaultTarget(
        String operation, Set<Map.Entry<String, String>> tags, Set<String> zones, boolean spot) {
    /** A call that is about no instance. */
    public static FaultTarget of(String operation) {
        return new FaultTarget(operation, Set.of(), Set.of(), false);
    }
}

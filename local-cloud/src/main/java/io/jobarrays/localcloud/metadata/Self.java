package io.jobarrays.localcloud.metadata;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An instance as it learns of itself; a copy, taken when it asks.
 *
 * @param groupName of its security group
 * @param tags empty unless the launch enabled them in metadata
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Self(
        String instanceId,
        String imageId,
        String instanceType,
        String architecture,
        int launchIndex,
        String reservationId,
        String zone,
        String region,
        String account,
        String privateIp,
        String privateName,
        Optional<String> publicIp,
        Optional<String> publicName,
        String groupName,
        boolean spot,
        boolean enabled,
        Instant launchedAt,
        byte[] userData,
        Optional<Map<String, String>> tags) {}

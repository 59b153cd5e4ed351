package io.jobarrays.localcloud.metadata;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An instance as it learns of itself; a copy, taken when it asks.
 *
 * @param groupName of its security group
 * @param enabled whether the launch asked for metadata at all
 * @param answers whether the service is there, which can be taken from it
 * @param profileArn the instance profile it was launched with
 * @param notice that it will be taken back soon
 * @param tags empty unless the launch enabled them in metadata
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record InstanceIdentity(
        String instanceId,
        String imageId,
        String instanceType,
        String architecture,
        int launchIndex,
        String reservationId,
        String zone,
        String zoneId,
        String region,
        String account,
        String privateIp,
        String privateName,
        Optional<String> publicIp,
        Optional<String> publicName,
        String groupName,
        boolean spot,
        boolean metadataEnabled,
        boolean metadataUp,
        Optional<String> profileArn,
        Optional<SpotNotice> notice,
        Instant launchedAt,
        byte[] userData,
        Optional<Map<String, String>> tags) {}

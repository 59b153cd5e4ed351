package io.jobarrays.localcloud.metadata;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Snapshot of an instance for its own metadata.
 *
 * @param groupName name of its security group
 * @param metadataEnabled whether the launch enabled the metadata service
 * @param metadataUp whether the service answers; fault injection can turn it off
 * @param profileArn instance profile of the launch
 * @param identityValid whether the signature of the identity document is right
 * @param notice pending spot interruption
 * @param rebalance whether there is a rebalance recommendation
 * @param tags empty unless the launch enabled tags in metadata
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
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
        boolean identityValid,
        Optional<String> profileArn,
        Optional<SpotNotice> notice,
        boolean rebalance,
        Instant launchedAt,
        byte[] userData,
        Optional<Map<String, String>> tags) {}

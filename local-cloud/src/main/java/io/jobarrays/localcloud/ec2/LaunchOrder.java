package io.jobarrays.localcloud.ec2;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * A checked launch: what all instances of one RunInstances call have in common.
 *
 * @param userData decoded, empty when none was given
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record LaunchOrder(
        String imageId,
        InstanceKind kind,
        Subnet subnet,
        byte[] userData,
        Optional<String> keyName,
        Optional<String> clientToken,
        Optional<String> profileArn,
        boolean spot,
        boolean hibernation,
        boolean terminateOnShutdown,
        MetadataSettings metadata,
        List<Tag> instanceTags,
        List<Tag> volumeTags) {}

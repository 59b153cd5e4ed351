package io.jobarrays.localcloud.ec2;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * A checked launch: what all instances of one RunInstances call have in common.
 *
 * @param userData decoded, empty when none was given
 * @param market empty where it was bought on demand
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
        Optional<SpotTerms> market,
        boolean hibernation,
        boolean terminateOnShutdown,
        MetadataSettings metadata,
        List<Tag> instanceTags,
        List<Tag> volumeTags) {

    boolean spot() {
        return market.isPresent();
    }
}

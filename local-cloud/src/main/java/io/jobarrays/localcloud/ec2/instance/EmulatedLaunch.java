package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.ec2.catalogue.InstanceKind;
import io.jobarrays.localcloud.ec2.catalogue.VpcSubnet;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * A validated launch: what all instances of one RunInstances call have in common.
 *
 * @param placementGroup name of the group
 * @param userData decoded; empty without user data
 * @param market spot terms; empty for on-demand instances
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EmulatedLaunch(
        String imageId,
        InstanceKind kind,
        VpcSubnet subnet,
        Optional<String> placementGroup,
        byte[] userData,
        RootVolume rootVolume,
        Optional<String> keyName,
        Optional<String> clientToken,
        Optional<String> profileArn,
        Optional<SpotTerms> market,
        boolean hibernation,
        boolean terminateOnShutdown,
        MetadataSettings metadata,
        List<Tag> instanceTags,
        List<Tag> volumeTags) {

    public boolean spot() {
        return market.isPresent();
    }

    public EmulatedLaunch withKind(InstanceKind changed) {
        return with(changed, userData, metadata);
    }

    public EmulatedLaunch withUserData(byte[] changed) {
        return with(kind, changed, metadata);
    }

    public EmulatedLaunch withMetadata(MetadataSettings changed) {
        return with(kind, userData, changed);
    }

    private EmulatedLaunch with(
            InstanceKind newKind, byte[] newUserData, MetadataSettings newMetadata) {
        return new EmulatedLaunch(
                imageId,
                newKind,
                subnet,
                placementGroup,
                newUserData,
                rootVolume,
                keyName,
                clientToken,
                profileArn,
                market,
                hibernation,
                terminateOnShutdown,
                newMetadata,
                instanceTags,
                volumeTags);
    }
}

package io.jobarrays.localcloud.ec2.launch;

import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.resources.TagsAtCreation;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Tag specifications of a launch. */
final class LaunchTags {
    private static final Set<String> TAGGABLE_TYPES =
            Set.of("instance", "volume", "network-interface", "spot-instances-request");

    /** Types whose resources do not exist here, so that their tags would be lost. */
    private static final Set<String> OTHER_TYPES =
            Set.of("network-interface", "spot-instances-request");

    private LaunchTags() {}

    /**
     * Tags for a resource type.
     *
     * @param inMetadata whether the instance's metadata shows the tags
     * @param limits checks the tags
     */
    static List<Tag> of(
            RunInstancesRequest request, String type, boolean inMetadata, ResourceTags limits) {
        TagsAtCreation.check(request.tagSpecifications(), TAGGABLE_TYPES);
        request.tagSpecifications().stream()
                .map(TagSpecification::resourceTypeAsString)
                .filter(OTHER_TYPES::contains)
                .findFirst()
                .ifPresent(LaunchTags::refuse);
        List<Tag> tags =
                request.tagSpecifications().stream()
                        .filter(it -> type.equals(it.resourceTypeAsString()))
                        .flatMap(it -> it.tags().stream())
                        .toList();
        limits.check(tags, inMetadata);
        return tags;
    }

    private static void refuse(String type) {
        throw AwsError.notImplemented("RunInstances with tags of a " + type);
    }
}

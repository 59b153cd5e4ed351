package io.jobarrays.localcloud.ec2.launch;

import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Tag specifications of a launch. */
final class LaunchTags {
    private static final Set<String> TAGGABLE_TYPES =
            Set.of("instance", "volume", "network-interface", "spot-instances-request");

    private LaunchTags() {}

    /**
     * Tags for a resource type.
     *
     * @param inMetadata whether the instance's metadata shows the tags
     * @param limits checks the tags
     */
    static List<Tag> of(
            RunInstancesRequest request, String type, boolean inMetadata, ResourceTags limits) {
        List<Tag> tags = new ArrayList<>();
        for (var specification : request.tagSpecifications()) {
            String resourceType = specification.resourceTypeAsString();
            if (resourceType == null || !TAGGABLE_TYPES.contains(resourceType)) {
                throw new AwsError(
                        "InvalidParameterValue",
                        "'"
                                + resourceType
                                + "' is not a valid taggable resource type for this operation.");
            }
            if (resourceType.equals(type)) {
                tags.addAll(specification.tags());
            }
        }
        limits.check(tags, inMetadata);
        return List.copyOf(tags);
    }
}

package io.jobarrays.localcloud.ec2.launch;

import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.resources.TagsAtCreation;
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
        TagsAtCreation.check(request.tagSpecifications(), TAGGABLE_TYPES);
        List<Tag> tags =
                request.tagSpecifications().stream()
                        .filter(it -> type.equals(it.resourceTypeAsString()))
                        .flatMap(it -> it.tags().stream())
                        .toList();
        limits.check(tags, inMetadata);
        return tags;
    }
}

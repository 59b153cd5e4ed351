package io.jobarrays.localcloud.ec2.resources;

import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Tag specifications of a call that creates one resource. */
final class TagsAtCreation {
    private TagsAtCreation() {}

    /**
     * The tags for the created resource.
     *
     * @param limits checks the tags
     * @throws AwsError {@code InvalidParameterValue} for another resource type or an invalid tag
     */
    static List<Tag> of(
            String resourceType, List<TagSpecification> specifications, ResourceTags limits) {
        List<Tag> tags = new ArrayList<>();
        for (TagSpecification specification : specifications) {
            if (!resourceType.equals(specification.resourceTypeAsString())) {
                throw new AwsError(
                        "InvalidParameterValue",
                        "'%s' is not a valid taggable resource type for this operation."
                                .formatted(specification.resourceTypeAsString()));
            }
            tags.addAll(specification.tags());
        }
        limits.check(tags, false);
        return List.copyOf(tags);
    }
}

package io.jobarrays.localcloud.ec2.resources;

import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Tag specifications of a call that creates resources. */
public final class TagsAtCreation {
    private TagsAtCreation() {}

    /**
     * The tags for the created resource.
     *
     * @param limits checks the tags
     * @throws AwsError {@code InvalidParameterValue} for another resource type or an invalid tag
     */
    static List<Tag> of(
            String resourceType, List<TagSpecification> specifications, ResourceTags limits) {
        check(specifications, Set.of(resourceType));
        List<Tag> tags = specifications.stream().flatMap(it -> it.tags().stream()).toList();
        limits.check(tags, false);
        return tags;
    }

    /**
     * Requires that each specification is for another one of these types, and has tags.
     *
     * @throws AwsError {@code InvalidParameterValue}
     */
    public static void check(List<TagSpecification> specifications, Set<String> taggable) {
        Set<String> seen = new HashSet<>();
        for (TagSpecification specification : specifications) {
            String type = specification.resourceTypeAsString();
            if (type == null) {
                throw invalid("Tag specification resource type must have a value");
            } else if (!taggable.contains(type)) {
                throw invalid(
                        "'%s' is not a valid taggable resource type for this operation."
                                .formatted(type));
            } else if (!specification.hasTags()) {
                throw invalid("Tag specification must have at least one tag");
            } else if (!seen.add(type)) {
                // skypilot-org/skypilot#10627 shows EC2's answer.
                throw invalid(
                        "The same resource type may not be specified more than once in tag specifications");
            }
        }
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameterValue", message);
    }
}

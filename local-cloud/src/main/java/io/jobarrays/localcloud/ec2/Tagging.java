package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.query.Ec2Filters;
import io.jobarrays.localcloud.ec2.query.Ec2Page;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.TagDescription;

/** CreateTags, DeleteTags, DescribeTags. */
final class Tagging {
    private static final Ec2Filters<TagDescription> FILTERS =
            Ec2Filters.byFields(
                    Map.of(
                            "key", tag -> Stream.of(tag.key()),
                            "value", tag -> Stream.of(tag.value()),
                            "resource-id", tag -> Stream.of(tag.resourceId()),
                            "resource-type", tag -> Stream.of(tag.resourceTypeAsString())));

    private static final Map<String, String> RESOURCE_TYPES =
            Map.of("i", "instance", "vol", "volume", "key", "key-pair", "pg", "placement-group");

    private final EmulatedInstances instances;
    private final ResourceTags tags;

    Tagging(EmulatedInstances instances, ResourceTags tags) {
        this.instances = instances;
        this.tags = tags;
    }

    CreateTagsResponse create(CreateTagsRequest request) {
        instances.locked(
                () -> {
                    requireAll(request.resources());
                    if (!request.hasTags()) {
                        throw new AwsError(
                                "MissingParameter", "The request must contain the parameter Tag");
                    }
                    for (String id : request.resources()) {
                        tags.check(request.tags(), isShownInMetadata(id));
                        tags.checkTotal(id, request.tags());
                    }
                    request.resources().forEach(id -> tags.put(id, request.tags()));
                });
        return CreateTagsResponse.builder().build();
    }

    DeleteTagsResponse delete(DeleteTagsRequest request) {
        instances.locked(
                () -> {
                    requireAll(request.resources());
                    ResourceTags.requireKeys(request.tags());
                    for (String id : request.resources()) {
                        if (request.hasTags()) {
                            request.tags().forEach(tag -> tags.remove(id, tag));
                        } else {
                            tags.clear(id);
                        }
                    }
                });
        return DeleteTagsResponse.builder().build();
    }

    DescribeTagsResponse describe(DescribeTagsRequest request) {
        var matching = FILTERS.matching(request.filters());
        List<TagDescription> all =
                instances.locked(
                        () -> {
                            Set<String> hidden = hiddenResources();
                            return tags.resources().stream()
                                    .filter(id -> !hidden.contains(id))
                                    .flatMap(this::descriptions)
                                    .filter(matching)
                                    .toList();
                        });
        Ec2Page<TagDescription> page =
                Ec2Page.of(
                        all,
                        tag -> tag.resourceId() + " " + tag.key(),
                        request.maxResults(),
                        request.nextToken());
        return DescribeTagsResponse.builder()
                .tags(page.items())
                .nextToken(page.next().orElse(null))
                .build();
    }

    /** Instances that lists do not show yet, and their volumes. */
    private Set<String> hiddenResources() {
        return instances.all().stream()
                .filter(it -> it.faults().isUnlisted())
                .flatMap(it -> Stream.of(it.id(), it.origin().volumeId()))
                .collect(Collectors.toSet());
    }

    private Stream<TagDescription> descriptions(String id) {
        return tags.of(id).entrySet().stream()
                .map(
                        tag ->
                                TagDescription.builder()
                                        .resourceId(id)
                                        .resourceType(RESOURCE_TYPES.get(prefix(id)))
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .build());
    }

    private static String prefix(String id) {
        return id.substring(0, Math.max(0, id.indexOf('-')));
    }

    private void requireAll(List<String> ids) {
        if (ids.isEmpty()) {
            throw new AwsError(
                    "MissingParameter", "The request must contain the parameter ResourceId");
        }
        instances.require(ids.stream().filter(id -> id.startsWith("i-")).toList());
        for (String id : ids) {
            if (!tags.resources().contains(id)) {
                throw id.startsWith("vol-")
                        ? new AwsError(
                                "InvalidVolume.NotFound", "The volume '" + id + "' does not exist.")
                        : new AwsError("InvalidID", "The ID '" + id + "' is not valid");
            }
        }
    }

    private boolean isShownInMetadata(String id) {
        return instances.find(id).filter(it -> it.launch().metadata().instanceTags()).isPresent();
    }
}

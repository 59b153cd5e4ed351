package io.jobarrays.localcloud.ec2.resources;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.instance.ResourceIds;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.query.Ec2Filters;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreatePlacementGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreatePlacementGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeletePlacementGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeletePlacementGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribePlacementGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribePlacementGroupsResponse;
import software.amazon.awssdk.services.ec2.model.PlacementGroup;

/** CreatePlacementGroup, DeletePlacementGroup, DescribePlacementGroups. */
public final class PlacementGroups {
    private static final List<String> STRATEGIES = List.of("cluster", "partition", "spread");

    /** API reference of CreatePlacementGroup, GroupName. */
    private static final int MAX_NAME_LENGTH = 255;

    /** "Placement groups" in the EC2 user guide: at most seven partitions in a zone. */
    private static final int MAX_PARTITIONS = 7;

    private final Map<String, PlacementGroup> byName = new ConcurrentSkipListMap<>();
    private final ResourceTags tags;
    private final Predicate<String> isInUse;
    private final Ec2Filters<PlacementGroup> filters;

    /**
     * @param isInUse whether an instance that is not terminated is in the group of that name
     */
    public PlacementGroups(ResourceTags tags, Predicate<String> isInUse) {
        this.tags = tags;
        this.isInUse = isInUse;
        this.filters =
                Ec2Filters.<PlacementGroup>byFields(
                                Map.of(
                                        "group-name", group -> Stream.of(group.groupName()),
                                        "group-arn", group -> Stream.of(group.groupArn()),
                                        "state", group -> Stream.of(group.stateAsString()),
                                        "strategy", group -> Stream.of(group.strategyAsString())))
                        .andTags(group -> tags.of(group.groupId()));
    }

    /**
     * The group with this name or id.
     *
     * @throws AwsError {@code InvalidPlacementGroup.Unknown}
     */
    public PlacementGroup require(String nameOrId) {
        return find(nameOrId)
                .orElseThrow(
                        () ->
                                new AwsError(
                                        "InvalidPlacementGroup.Unknown",
                                        "The Placement Group '" + nameOrId + "' is unknown."));
    }

    public CreatePlacementGroupResponse create(CreatePlacementGroupRequest request) {
        String name = request.groupName();
        if (name == null || name.isEmpty()) {
            throw new AwsError(
                    "MissingParameter", "The request must contain the parameter GroupName");
        }
        if (name.length() > MAX_NAME_LENGTH || !name.chars().allMatch(c -> c > 31 && c < 127)) {
            throw invalid("The placement group name is limited to 255 ASCII characters.");
        }
        var given = TagsAtCreation.of("placement-group", request.tagSpecifications(), tags);
        String id = ResourceIds.next("pg");
        PlacementGroup group =
                PlacementGroup.builder()
                        .groupId(id)
                        .groupName(name)
                        .groupArn(
                                "arn:aws:ec2:%s:%s:placement-group/%s"
                                        .formatted(Account.REGION, Account.ID, name))
                        .state("available")
                        .strategy(strategy(request))
                        .partitionCount(partitions(request))
                        .tags(given)
                        .build();
        if (byName.putIfAbsent(name, group) != null) {
            throw new AwsError(
                    "InvalidPlacementGroup.Duplicate",
                    "The Placement Group '" + name + "' already exists.");
        }
        tags.put(id, given);
        return CreatePlacementGroupResponse.builder().placementGroup(group).build();
    }

    public DeletePlacementGroupResponse delete(DeletePlacementGroupRequest request) {
        if (request.groupName() == null) {
            throw new AwsError(
                    "MissingParameter", "The request must contain the parameter GroupName");
        }
        PlacementGroup group = require(request.groupName());
        if (isInUse.test(group.groupName())) {
            throw new AwsError(
                    "InvalidPlacementGroup.InUse",
                    "The placement group '%s' is in use and may not be deleted."
                            .formatted(group.groupName()));
        }
        byName.remove(group.groupName());
        tags.removeResource(group.groupId());
        return DeletePlacementGroupResponse.builder().build();
    }

    public DescribePlacementGroupsResponse describe(DescribePlacementGroupsRequest request) {
        request.groupNames().forEach(this::require);
        request.groupIds().forEach(this::require);
        return DescribePlacementGroupsResponse.builder()
                .placementGroups(
                        byName.values().stream()
                                .filter(group -> isRequested(request, group))
                                .filter(filters.matching(request.filters()))
                                .map(it -> it.toBuilder().tags(tags.list(it.groupId())).build())
                                .toList())
                .build();
    }

    private Optional<PlacementGroup> find(String nameOrId) {
        return byName.values().stream()
                .filter(it -> it.groupName().equals(nameOrId) || it.groupId().equals(nameOrId))
                .findFirst();
    }

    private static boolean isRequested(
            DescribePlacementGroupsRequest request, PlacementGroup group) {
        return (request.groupNames().isEmpty() && request.groupIds().isEmpty())
                || request.groupNames().contains(group.groupName())
                || request.groupIds().contains(group.groupId());
    }

    private static String strategy(CreatePlacementGroupRequest request) {
        String strategy = request.strategy() == null ? "cluster" : request.strategyAsString();
        if (!STRATEGIES.contains(strategy)) {
            throw invalid("Invalid value '" + strategy + "' for Strategy.");
        }
        return strategy;
    }

    private static @Nullable Integer partitions(CreatePlacementGroupRequest request) {
        boolean partitioned = strategy(request).equals("partition");
        Integer count = request.partitionCount();
        if (count != null && !partitioned) {
            throw new AwsError(
                    "InvalidParameterCombination",
                    "PartitionCount needs the strategy 'partition'.");
        }
        if (count != null && (count < 1 || count > MAX_PARTITIONS)) {
            throw invalid("Value (" + count + ") for parameter PartitionCount is invalid.");
        }
        return partitioned && count == null ? Integer.valueOf(2) : count;
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameterValue", message);
    }
}

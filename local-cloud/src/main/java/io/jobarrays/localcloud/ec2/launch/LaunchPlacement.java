package io.jobarrays.localcloud.ec2.launch;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKind;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKind.Feature;
import io.jobarrays.localcloud.ec2.catalogue.VpcSubnet;
import io.jobarrays.localcloud.ec2.resources.PlacementGroups;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.Placement;
import software.amazon.awssdk.services.ec2.model.PlacementGroup;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/**
 * Where a launch places its instances.
 *
 * @param group name of the placement group
 */
record LaunchPlacement(VpcSubnet subnet, Optional<String> group) {

    static LaunchPlacement of(
            RunInstancesRequest request,
            InstanceKind kind,
            Account account,
            PlacementGroups groups) {
        Optional<Placement> placement = Optional.ofNullable(request.placement());
        placement.map(Placement::tenancyAsString).ifPresent(LaunchPlacement::checkTenancy);
        placement.ifPresent(LaunchPlacement::checkGroup);
        Optional<String> group =
                placement
                        .flatMap(it -> first(it.groupName(), it.groupId()))
                        .map(groups::require)
                        .map(it -> checked(it, kind));
        return new LaunchPlacement(subnet(request, placement, kind, account), group);
    }

    private static VpcSubnet subnet(
            RunInstancesRequest request,
            Optional<Placement> placement,
            InstanceKind kind,
            Account account) {
        Optional<String> id =
                first(request.subnetId())
                        .or(
                                () ->
                                        request.networkInterfaces().stream()
                                                .findFirst()
                                                .map(
                                                        InstanceNetworkInterfaceSpecification
                                                                ::subnetId));
        Optional<String> zone = placement.flatMap(it -> first(it.availabilityZone()));
        List<VpcSubnet> offering = RequestedZone.offering(kind, account).toList();
        if (id.isEmpty() && zone.isEmpty()) {
            return offering.getFirst();
        }
        VpcSubnet subnet = account.subnet(id, zone);
        if (!offering.contains(subnet)) {
            throw new AwsError(
                    "Unsupported",
                    "Your requested instance type (%s) is not supported in your requested Availability Zone (%s). Please retry your request by not specifying an Availability Zone or choosing %s."
                            .formatted(kind.name(), subnet.zone(), zones(offering)));
        }
        return subnet;
    }

    private static String zones(List<VpcSubnet> subnets) {
        return subnets.stream().map(VpcSubnet::zone).collect(Collectors.joining(", "));
    }

    private static String checked(PlacementGroup group, InstanceKind kind) {
        if (group.strategyAsString().equals("cluster") && !kind.has(Feature.CLUSTER_PLACEMENT)) {
            throw new AwsError(
                    "InvalidParameterCombination",
                    "Placement groups may not be used with instances of type '%s'."
                            .formatted(kind.name()));
        }
        return group.groupName();
    }

    /** API reference of Placement, GroupId: not together with GroupName. */
    private static void checkGroup(Placement placement) {
        if (placement.groupName() != null && placement.groupId() != null) {
            throw new AwsError(
                    "InvalidParameterCombination",
                    "The parameters GroupName and GroupId of a placement cannot be used together.");
        }
    }

    private static void checkTenancy(String tenancy) {
        switch (tenancy) {
            case "default" -> {}
            case "dedicated", "host" -> throw AwsError.notImplemented("The tenancy " + tenancy);
            default ->
                    throw new AwsError(
                            "InvalidParameterValue",
                            "Invalid value '" + tenancy + "' for Tenancy.");
        }
    }

    private static Optional<String> first(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null && !text.isEmpty()) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }
}

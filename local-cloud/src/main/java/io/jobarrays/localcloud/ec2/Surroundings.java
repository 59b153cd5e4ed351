package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Region;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** DescribeRegions, -AvailabilityZones, -Subnets, -SecurityGroups. */
final class Surroundings {
    private static final Filters<AvailabilityZone> ZONES =
            Filters.on(
                    Map.of(
                            "zone-name", zone -> Stream.of(zone.zoneName()),
                            "zone-id", zone -> Stream.of(zone.zoneId()),
                            "zone-type", zone -> Stream.of(zone.zoneType()),
                            "region-name", zone -> Stream.of(zone.regionName()),
                            "state", zone -> Stream.of(zone.stateAsString()),
                            "opt-in-status", zone -> Stream.of(zone.optInStatusAsString())));
    private static final Filters<Subnet> SUBNETS =
            Filters.on(
                    Map.of(
                            "subnet-id", subnet -> Stream.of(subnet.id()),
                            "availability-zone", subnet -> Stream.of(subnet.zone()),
                            "vpc-id", subnet -> Stream.of(Account.VPC),
                            "default-for-az", subnet -> Stream.of("true"),
                            "state", subnet -> Stream.of("available")));
    private static final Filters<SecurityGroup> GROUPS =
            Filters.on(
                    Map.of(
                            "group-id", group -> Stream.of(group.groupId()),
                            "group-name", group -> Stream.of(group.groupName()),
                            "vpc-id", group -> Stream.of(group.vpcId())));
    private static final Filters<String> REGIONS =
            Filters.on(
                    Map.of(
                            "region-name",
                            Stream::of,
                            "opt-in-status",
                            region -> Stream.of("opt-in-not-required")));

    private final Account account;

    Surroundings(Account account) {
        this.account = account;
    }

    DescribeRegionsResponse regions(DescribeRegionsRequest request) {
        request.regionNames().stream()
                .filter(name -> !name.equals(Account.REGION))
                .findFirst()
                .ifPresent(name -> refuse("Invalid region provided: [" + name + "]"));
        var matching = REGIONS.matching(request.filters());
        return DescribeRegionsResponse.builder()
                .regions(
                        Stream.of(Account.REGION)
                                .filter(matching)
                                .map(
                                        name ->
                                                Region.builder()
                                                        .regionName(name)
                                                        .endpoint("ec2." + name + ".amazonaws.com")
                                                        .optInStatus("opt-in-not-required")
                                                        .build())
                                .toList())
                .build();
    }

    DescribeAvailabilityZonesResponse zones(DescribeAvailabilityZonesRequest request) {
        List<AvailabilityZone> all = account.subnets().stream().map(Surroundings::zone).toList();
        for (String name : request.zoneNames()) {
            if (all.stream().noneMatch(zone -> zone.zoneName().equals(name))) {
                refuse("Invalid availability zone: [" + name + "]");
            }
        }
        return DescribeAvailabilityZonesResponse.builder()
                .availabilityZones(
                        all.stream()
                                .filter(zone -> isAsked(request.zoneNames(), zone.zoneName()))
                                .filter(zone -> isAsked(request.zoneIds(), zone.zoneId()))
                                .filter(ZONES.matching(request.filters()))
                                .toList())
                .build();
    }

    DescribeSubnetsResponse subnets(DescribeSubnetsRequest request) {
        request.subnetIds().forEach(account::checkSubnet);
        return DescribeSubnetsResponse.builder()
                .subnets(
                        account.subnets().stream()
                                .filter(subnet -> isAsked(request.subnetIds(), subnet.id()))
                                .filter(SUBNETS.matching(request.filters()))
                                .map(Surroundings::view)
                                .toList())
                .build();
    }

    DescribeSecurityGroupsResponse groups(DescribeSecurityGroupsRequest request) {
        Stream.concat(request.groupIds().stream(), request.groupNames().stream())
                .forEach(account::checkGroup);
        SecurityGroup group =
                SecurityGroup.builder()
                        .groupId(Account.GROUP)
                        .groupName("default")
                        .description("default VPC security group")
                        .ownerId(Account.ID)
                        .vpcId(Account.VPC)
                        .build();
        return DescribeSecurityGroupsResponse.builder()
                .securityGroups(
                        Stream.of(group).filter(GROUPS.matching(request.filters())).toList())
                .build();
    }

    private static AvailabilityZone zone(Subnet subnet) {
        return AvailabilityZone.builder()
                .zoneName(subnet.zone())
                .zoneId(subnet.zoneId())
                .zoneType("availability-zone")
                .groupName(Account.REGION)
                .networkBorderGroup(Account.REGION)
                .regionName(Account.REGION)
                .state("available")
                .optInStatus("opt-in-not-required")
                .build();
    }

    private static software.amazon.awssdk.services.ec2.model.Subnet view(Subnet subnet) {
        return software.amazon.awssdk.services.ec2.model.Subnet.builder()
                .subnetId(subnet.id())
                .vpcId(Account.VPC)
                .ownerId(Account.ID)
                .availabilityZone(subnet.zone())
                .cidrBlock(subnet.cidr())
                .state("available")
                .availableIpAddressCount(subnet.size())
                .defaultForAz(true)
                .mapPublicIpOnLaunch(true)
                .build();
    }

    private static boolean isAsked(List<String> asked, String name) {
        return asked.isEmpty() || asked.contains(name);
    }

    private static void refuse(String message) {
        throw new AwsError("InvalidParameterValue", message);
    }
}

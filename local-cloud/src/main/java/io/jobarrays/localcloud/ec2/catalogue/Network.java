package io.jobarrays.localcloud.ec2.catalogue;

import io.jobarrays.localcloud.ec2.query.Ec2Filters;
import io.jobarrays.localcloud.ec2.query.Ec2Page;
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
import software.amazon.awssdk.services.ec2.model.Subnet;

/** DescribeRegions, DescribeAvailabilityZones, DescribeSubnets, DescribeSecurityGroups. */
public final class Network {
    private static final Ec2Filters<AvailabilityZone> ZONES =
            Ec2Filters.byFields(
                    Map.of(
                            "zone-name", zone -> Stream.of(zone.zoneName()),
                            "zone-id", zone -> Stream.of(zone.zoneId()),
                            "zone-type", zone -> Stream.of(zone.zoneType()),
                            "region-name", zone -> Stream.of(zone.regionName()),
                            "state", zone -> Stream.of(zone.stateAsString()),
                            "opt-in-status", zone -> Stream.of(zone.optInStatusAsString())));
    private static final Ec2Filters<VpcSubnet> SUBNETS =
            Ec2Filters.byFields(
                    Map.of(
                            "subnet-id", subnet -> Stream.of(subnet.id()),
                            "availability-zone", subnet -> Stream.of(subnet.zone()),
                            "vpc-id", subnet -> Stream.of(Account.VPC),
                            "default-for-az", subnet -> Stream.of("true"),
                            "state", subnet -> Stream.of("available")));
    private static final Ec2Filters<SecurityGroup> GROUPS =
            Ec2Filters.byFields(
                    Map.of(
                            "group-id", group -> Stream.of(group.groupId()),
                            "group-name", group -> Stream.of(group.groupName()),
                            "vpc-id", group -> Stream.of(group.vpcId())));
    private static final Ec2Filters<String> REGIONS =
            Ec2Filters.byFields(
                    Map.of(
                            "region-name",
                            Stream::of,
                            "opt-in-status",
                            region -> Stream.of("opt-in-not-required")));

    private final Account account;

    public Network(Account account) {
        this.account = account;
    }

    public DescribeRegionsResponse regions(DescribeRegionsRequest request) {
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

    public DescribeAvailabilityZonesResponse zones(DescribeAvailabilityZonesRequest request) {
        List<AvailabilityZone> all = account.subnets().stream().map(Network::zone).toList();
        for (String name : request.zoneNames()) {
            if (all.stream().noneMatch(zone -> zone.zoneName().equals(name))) {
                refuse("Invalid availability zone: [" + name + "]");
            }
        }
        for (String id : request.zoneIds()) {
            if (all.stream().noneMatch(zone -> zone.zoneId().equals(id))) {
                refuse("Invalid availability zone-id: [" + id + "]");
            }
        }
        return DescribeAvailabilityZonesResponse.builder()
                .availabilityZones(
                        all.stream()
                                .filter(zone -> isRequested(request.zoneNames(), zone.zoneName()))
                                .filter(zone -> isRequested(request.zoneIds(), zone.zoneId()))
                                .filter(ZONES.matching(request.filters()))
                                .toList())
                .build();
    }

    public DescribeSubnetsResponse subnets(DescribeSubnetsRequest request) {
        request.subnetIds().forEach(account::checkSubnet);
        List<VpcSubnet> matching =
                account.subnets().stream()
                        .filter(subnet -> isRequested(request.subnetIds(), subnet.id()))
                        .filter(SUBNETS.matching(request.filters()))
                        .toList();
        Ec2Page<VpcSubnet> page =
                Ec2Page.of(matching, VpcSubnet::id, request.maxResults(), request.nextToken());
        return DescribeSubnetsResponse.builder()
                .subnets(page.items().stream().map(Network::view).toList())
                .nextToken(page.next().orElse(null))
                .build();
    }

    public DescribeSecurityGroupsResponse groups(DescribeSecurityGroupsRequest request) {
        request.groupIds().forEach(account::checkGroupId);
        request.groupNames().forEach(account::checkGroupName);
        SecurityGroup group =
                SecurityGroup.builder()
                        .groupId(Account.SECURITY_GROUP)
                        .groupName(Account.SECURITY_GROUP_NAME)
                        .description("default VPC security group")
                        .ownerId(Account.ID)
                        .vpcId(Account.VPC)
                        .build();
        Ec2Page<SecurityGroup> page =
                Ec2Page.of(
                        Stream.of(group).filter(GROUPS.matching(request.filters())).toList(),
                        SecurityGroup::groupId,
                        request.maxResults(),
                        request.nextToken());
        return DescribeSecurityGroupsResponse.builder()
                .securityGroups(page.items())
                .nextToken(page.next().orElse(null))
                .build();
    }

    private static AvailabilityZone zone(VpcSubnet subnet) {
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

    private static Subnet view(VpcSubnet subnet) {
        return Subnet.builder()
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

    private static boolean isRequested(List<String> requested, String name) {
        return requested.isEmpty() || requested.contains(name);
    }

    private static void refuse(String message) {
        throw new AwsError("InvalidParameterValue", message);
    }
}

package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.catalogue.Images;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKindDescriber;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKindOfferings;
import io.jobarrays.localcloud.ec2.catalogue.Network;
import io.jobarrays.localcloud.ec2.catalogue.Vpcs;
import io.jobarrays.localcloud.limits.SizeLimits;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;

/** Operations that describe what the account has before any call. */
final class AccountOperations {
    private AccountOperations() {}

    static Stream<Ec2Operation> of(Account account, SizeLimits sizes) {
        Network network = new Network(account);
        return Stream.concat(
                typesAndImages(account, sizes),
                Stream.concat(zones(network), vpc(account, network)));
    }

    private static Stream<Ec2Operation> typesAndImages(Account account, SizeLimits sizes) {
        return Stream.of(
                Ec2Operation.of(
                        "DescribeInstanceTypes",
                        DescribeInstanceTypesRequest::builder,
                        new InstanceKindDescriber(sizes)::describe),
                Ec2Operation.of(
                        "DescribeInstanceTypeOfferings",
                        DescribeInstanceTypeOfferingsRequest::builder,
                        new InstanceKindOfferings(account, sizes)::describe),
                Ec2Operation.of(
                        "DescribeImages",
                        DescribeImagesRequest::builder,
                        new Images(account)::describe));
    }

    private static Stream<Ec2Operation> zones(Network network) {
        return Stream.of(
                Ec2Operation.of(
                        "DescribeRegions", DescribeRegionsRequest::builder, network::regions),
                Ec2Operation.of(
                        "DescribeAvailabilityZones",
                        DescribeAvailabilityZonesRequest::builder,
                        network::zones));
    }

    private static Stream<Ec2Operation> vpc(Account account, Network network) {
        Vpcs vpcs = new Vpcs(account);
        return Stream.of(
                Ec2Operation.of("DescribeVpcs", DescribeVpcsRequest::builder, vpcs::describe),
                Ec2Operation.of(
                        "DescribeVpcAttribute",
                        DescribeVpcAttributeRequest::builder,
                        vpcs::attribute),
                Ec2Operation.of(
                        "DescribeSubnets", DescribeSubnetsRequest::builder, network::subnets),
                Ec2Operation.of(
                        "DescribeSecurityGroups",
                        DescribeSecurityGroupsRequest::builder,
                        network::groups));
    }
}

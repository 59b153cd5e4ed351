package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.protocol.AwsError;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Parameters that each EC2 operation honours, with the names of the Query protocol without the
 * numbers of list members. A name stands for all names below it.
 */
final class Ec2Parameters {
    private static final String PAGES = " Filter MaxResults NextToken DryRun";
    private static final Map<String, Set<String>> HONOURED =
            Map.ofEntries(
                    operation(
                            "RunInstances",
                            "ImageId InstanceType MinCount MaxCount ClientToken DryRun KeyName"
                                    + " UserData SubnetId SecurityGroup SecurityGroupId"
                                    + " TagSpecification IamInstanceProfile HibernationOptions"
                                    + " InstanceInitiatedShutdownBehavior MetadataOptions"
                                    + " Placement.AvailabilityZone Placement.GroupName"
                                    + " Placement.GroupId Placement.Tenancy"
                                    + " InstanceMarketOptions.MarketType"
                                    + " InstanceMarketOptions.SpotOptions.MaxPrice"
                                    + " InstanceMarketOptions.SpotOptions.SpotInstanceType"
                                    + " InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior"
                                    + " BlockDeviceMapping.DeviceName"
                                    + " BlockDeviceMapping.Ebs.DeleteOnTermination"
                                    + " BlockDeviceMapping.Ebs.Encrypted"
                                    + " BlockDeviceMapping.Ebs.Iops"
                                    + " BlockDeviceMapping.Ebs.KmsKeyId"
                                    + " BlockDeviceMapping.Ebs.Throughput"
                                    + " BlockDeviceMapping.Ebs.VolumeSize"
                                    + " BlockDeviceMapping.Ebs.VolumeType"
                                    + " NetworkInterface.DeviceIndex NetworkInterface.SubnetId"
                                    + " NetworkInterface.SecurityGroupId"
                                    + " NetworkInterface.AssociatePublicIpAddress"
                                    + " NetworkInterface.DeleteOnTermination"),
                    operation("DescribeInstances", "InstanceId" + PAGES),
                    operation("DescribeInstanceStatus", "InstanceId IncludeAllInstances" + PAGES),
                    operation("StartInstances", "InstanceId DryRun"),
                    operation("StopInstances", "InstanceId Hibernate Force DryRun"),
                    operation("TerminateInstances", "InstanceId DryRun"),
                    operation("RebootInstances", "InstanceId DryRun"),
                    operation("CreateTags", "ResourceId Tag DryRun"),
                    operation("DeleteTags", "ResourceId Tag DryRun"),
                    operation("DescribeTags", PAGES),
                    operation("DescribeInstanceAttribute", "InstanceId Attribute DryRun"),
                    operation(
                            "ModifyInstanceAttribute",
                            "InstanceId Attribute Value InstanceType UserData GroupId"
                                    + " InstanceInitiatedShutdownBehavior DryRun"),
                    operation(
                            "ModifyInstanceMetadataOptions",
                            "InstanceId HttpTokens HttpPutResponseHopLimit HttpEndpoint"
                                    + " HttpProtocolIpv6 InstanceMetadataTags DryRun"),
                    operation("GetConsoleOutput", "InstanceId Latest DryRun"),
                    operation("DescribeInstanceTypes", "InstanceType" + PAGES),
                    operation("DescribeInstanceTypeOfferings", "LocationType" + PAGES),
                    operation(
                            "DescribeAvailabilityZones",
                            "ZoneName ZoneId AllAvailabilityZones Filter DryRun"),
                    operation("DescribeRegions", "RegionName AllRegions Filter DryRun"),
                    operation(
                            "DescribeImages",
                            "ImageId Owner IncludeDeprecated IncludeDisabled" + PAGES),
                    operation("DescribeSubnets", "SubnetId" + PAGES),
                    operation("DescribeVpcs", "VpcId" + PAGES),
                    operation("DescribeVpcAttribute", "VpcId Attribute DryRun"),
                    operation("DescribeSecurityGroups", "GroupId GroupName" + PAGES),
                    operation(
                            "DescribeKeyPairs", "KeyName KeyPairId IncludePublicKey Filter DryRun"),
                    operation("CreateKeyPair", "KeyName KeyType KeyFormat TagSpecification DryRun"),
                    operation("ImportKeyPair", "KeyName PublicKeyMaterial TagSpecification DryRun"),
                    operation("DeleteKeyPair", "KeyName KeyPairId DryRun"),
                    operation(
                            "CreatePlacementGroup",
                            "GroupName Strategy PartitionCount TagSpecification DryRun"),
                    operation("DescribePlacementGroups", "GroupName GroupId Filter DryRun"),
                    operation("DeletePlacementGroup", "GroupName DryRun"),
                    operation(
                            "DescribeSpotPriceHistory",
                            "StartTime EndTime InstanceType ProductDescription AvailabilityZone"
                                    + PAGES));

    private Ec2Parameters() {}

    static Set<String> operations() {
        return HONOURED.keySet();
    }

    /**
     * Refuses parameters that the operation does not honour; those that are {@code false} ask for
     * nothing.
     *
     * @throws AwsError {@code NotImplemented}
     */
    static void check(String operation, Map<String, String> given) {
        Set<String> honoured = HONOURED.getOrDefault(operation, Set.of());
        for (Map.Entry<String, String> parameter : given.entrySet()) {
            String name = parameter.getKey().replaceAll("\\.\\d+", "");
            if (!isHonoured(name, honoured) && !parameter.getValue().equals("false")) {
                throw AwsError.notImplemented("The parameter " + name + " of " + operation);
            }
        }
    }

    private static boolean isHonoured(String name, Collection<String> honoured) {
        return honoured.contains(name)
                || honoured.stream().anyMatch(it -> name.startsWith(it + "."));
    }

    private static Map.Entry<String, Set<String>> operation(String name, String parameters) {
        return Map.entry(
                name,
                Arrays.stream(("Action Version " + parameters).split(" +", -1))
                        .collect(Collectors.toUnmodifiableSet()));
    }
}

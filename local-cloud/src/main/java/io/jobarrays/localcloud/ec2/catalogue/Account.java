package io.jobarrays.localcloud.ec2.catalogue;

import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import java.util.Optional;

/**
 * Resources of the account before any launch: one region, its default VPC with a subnet per zone,
 * one security group, one image per architecture.
 */
public final class Account {
    public static final String ID = "435415984226";
    public static final String REGION = "us-east-1";
    public static final String X86_IMAGE = "ami-0abcdef1234567890";
    public static final String ARM_IMAGE = "ami-0abcdef1234567891";
    public static final String VPC = "vpc-0abcdef1234567890";
    public static final String SECURITY_GROUP = "sg-0abcdef1234567890";
    public static final String SECURITY_GROUP_NAME = "default";

    /** Resource ids are short or, since 2016, long ones. */
    private static final String HEX = "([0-9a-f]{8}|[0-9a-f]{17})";

    private final String network;
    private final List<VpcSubnet> subnets;

    private Account(String network) {
        this.network = network;
        // The first zone, which launches without one get, holds 20,000 instances in scale mode.
        this.subnets =
                List.of(
                        subnet("a", network, 0, 128),
                        subnet("b", network, 128, 32),
                        subnet("c", network, 160, 32),
                        subnet("d", network, 192, 32),
                        subnet("e", network, 224, 16),
                        subnet("f", network, 240, 16));
    }

    /** Account for a mode; in process mode, instances have loopback addresses. */
    public static Account of(String mode) {
        return new Account(mode.equals("process") ? "127.77" : "10.77");
    }

    private static VpcSubnet subnet(
            String zone, String network, int firstThirdOctet, int thirdOctets) {
        return new VpcSubnet(
                "subnet-0abcdef123456789" + zone,
                REGION + zone,
                network,
                firstThirdOctet,
                thirdOctets);
    }

    String vpcCidr() {
        return network + ".0.0/16";
    }

    public List<VpcSubnet> subnets() {
        return subnets;
    }

    /** Subnet of a launch: by id, else by zone, else the first one. */
    public VpcSubnet subnet(Optional<String> id, Optional<String> zone) {
        VpcSubnet found =
                id.map(this::subnet).or(() -> zone.map(this::inZone)).orElseGet(subnets::getFirst);
        if (zone.isPresent() && !zone.get().equals(found.zone())) {
            throw new AwsError(
                    "InvalidParameterValue",
                    "The subnet %s is in the zone %s, not in %s."
                            .formatted(found.id(), found.zone(), zone.get()));
        }
        return found;
    }

    public void checkImage(String id) {
        if (!id.matches("ami-" + HEX)) {
            throw new AwsError("InvalidAMIID.Malformed", "Invalid id: \"" + id + "\"");
        }
        if (!id.equals(X86_IMAGE) && !id.equals(ARM_IMAGE)) {
            throw new AwsError(
                    "InvalidAMIID.NotFound", "The image id '[" + id + "]' does not exist");
        }
    }

    void checkSubnet(String id) {
        subnet(id);
    }

    /** Architecture of an image. */
    public static String architecture(String imageId) {
        return imageId.equals(ARM_IMAGE) ? "arm64" : "x86_64";
    }

    public void checkGroupId(String id) {
        if (!id.matches("sg-" + HEX)) {
            throw new AwsError(
                    "InvalidGroupId.Malformed",
                    "Invalid id: \"" + id + "\" (expecting \"sg-...\")");
        }
        if (!id.equals(SECURITY_GROUP)) {
            throw new AwsError(
                    "InvalidGroup.NotFound", "The security group '" + id + "' does not exist");
        }
    }

    public void checkGroupName(String name) {
        if (!name.equals(SECURITY_GROUP_NAME)) {
            throw new AwsError(
                    "InvalidGroup.NotFound",
                    "The security group '"
                            + name
                            + "' does not exist in default VPC '"
                            + VPC
                            + "'");
        }
    }

    private VpcSubnet subnet(String id) {
        return subnets.stream()
                .filter(subnet -> subnet.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new AwsError(
                                        "InvalidSubnetID.NotFound",
                                        "The subnet ID '" + id + "' does not exist"));
    }

    private VpcSubnet inZone(String zone) {
        return subnets.stream()
                .filter(subnet -> subnet.zone().equals(zone))
                .findFirst()
                .orElseThrow(
                        () ->
                                new AwsError(
                                        "InvalidParameterValue",
                                        "Invalid availability zone: [" + zone + "]"));
    }
}

package io.jobarrays.localcloud.ec2.catalogue;

import static io.jobarrays.localcloud.ec2.Ec2Assertions.filter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.jobarrays.localcloud.CloudFixture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.Subnet;

class NetworkTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(1);

    @Test
    void instanceTypesHaveAwsSizes() {
        var types =
                ec2().describeInstanceTypes(
                                it ->
                                        it.instanceTypesWithStrings(
                                                "t3.micro",
                                                "m7i.2xlarge",
                                                "c7i.large",
                                                "r7i.xlarge",
                                                "g5.12xlarge"))
                        .instanceTypes();

        assertThat(types)
                .extracting(
                        InstanceTypeInfo::instanceTypeAsString,
                        it -> it.vCpuInfo().defaultVCpus(),
                        it -> it.memoryInfo().sizeInMiB())
                .containsExactlyInAnyOrder(
                        tuple("t3.micro", 2, 1024L),
                        tuple("m7i.2xlarge", 8, 32_768L),
                        tuple("c7i.large", 2, 4096L),
                        tuple("r7i.xlarge", 4, 32_768L),
                        tuple("g5.12xlarge", 48, 196_608L));
    }

    @Test
    void unknownInstanceTypeIsNamedInTheError() {
        Ec2Exception refused =
                refusal(
                        () ->
                                ec2().describeInstanceTypes(
                                                it ->
                                                        it.instanceTypesWithStrings(
                                                                "t3.micro", "t9.mega")));

        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidInstanceType");
        assertThat(refused.getMessage()).contains("[t9.mega]");
    }

    @Test
    void instanceTypesAreFilteredAndPaged() {
        var page =
                ec2().describeInstanceTypes(
                                it -> it.maxResults(5).filters(filter("instance-type", "m7i.*")));

        assertThat(page.instanceTypes()).hasSize(5);
        assertThat(page.nextToken()).isNotNull();
        assertThat(
                        ec2().describeInstanceTypesPaginator(
                                        it ->
                                                it.maxResults(5)
                                                        .filters(filter("instance-type", "m7i.*")))
                                .instanceTypes())
                .hasSize(11);
    }

    @Test
    void accountHasTheSixZonesOfTheRegionWithOneSubnetEach() {
        assertThat(ec2().describeAvailabilityZones().availabilityZones())
                .extracting(AvailabilityZone::zoneName, AvailabilityZone::zoneId)
                .containsExactly(
                        tuple("us-east-1a", "use1-az1"),
                        tuple("us-east-1b", "use1-az2"),
                        tuple("us-east-1c", "use1-az3"),
                        tuple("us-east-1d", "use1-az4"),
                        tuple("us-east-1e", "use1-az5"),
                        tuple("us-east-1f", "use1-az6"));
        assertThat(ec2().describeSubnets().subnets())
                .extracting(Subnet::availabilityZone, Subnet::cidrBlock)
                .containsExactly(
                        tuple("us-east-1a", "10.77.0.0/17"),
                        tuple("us-east-1b", "10.77.128.0/19"),
                        tuple("us-east-1c", "10.77.160.0/19"),
                        tuple("us-east-1d", "10.77.192.0/19"),
                        tuple("us-east-1e", "10.77.224.0/20"),
                        tuple("us-east-1f", "10.77.240.0/20"));
        assertThat(
                        ec2().describeSubnets(it -> it.filters(filter("availability-zone", "*b")))
                                .subnets())
                .hasSize(1);
        assertThat(ec2().describeSecurityGroups().securityGroups())
                .singleElement()
                .satisfies(it -> assertThat(it.groupName()).isEqualTo("default"));
        assertThat(ec2().describeRegions().regions())
                .singleElement()
                .satisfies(it -> assertThat(it.regionName()).isEqualTo("us-east-1"));
    }

    @Test
    void unknownResourcesAndFiltersAreRefused() {
        assertThat(refusal(() -> ec2().describeAvailabilityZones(it -> it.zoneNames("us-east-1z"))))
                .hasMessageContaining("Invalid availability zone: [us-east-1z]");
        assertThat(refusal(() -> ec2().describeSubnets(it -> it.subnetIds("subnet-0"))))
                .hasMessageContaining("does not exist");
        assertThat(refusal(() -> ec2().describeImages(it -> it.imageIds("ami-00000000"))))
                .hasMessageContaining("The image id '[ami-00000000]' does not exist");
        assertThat(refusal(() -> ec2().describeImages(it -> it.filters(filter("colour", "red")))))
                .hasMessageContaining("The filter 'colour' is invalid");
    }

    @Test
    void imagesAreDescribed() {
        assertThat(ec2().describeImages(it -> it.imageIds(Account.X86_IMAGE)).images())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.stateAsString()).isEqualTo("available");
                            assertThat(it.rootDeviceName()).isEqualTo("/dev/xvda");
                        });
        assertThat(ec2().describeImages(it -> it.owners("amazon")).images())
                .extracting(Image::imageId)
                .containsExactly(Account.X86_IMAGE, Account.ARM_IMAGE);
    }

    @Test
    void operationThatIsNotImplementedIsRefused() {
        Ec2Exception refused = refusal(() -> ec2().describeVolumes());

        assertThat(refused.statusCode()).isEqualTo(501);
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("NotImplemented");
    }

    private static Ec2Client ec2() {
        return CLOUD.ec2();
    }

    private static Ec2Exception refusal(ThrowingCallable call) {
        return catchThrowableOfType(Ec2Exception.class, call);
    }
}

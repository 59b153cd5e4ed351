package io.jobarrays.localcloud.ec2.catalogue;

import static io.jobarrays.localcloud.ec2.Ec2Assertions.filter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jobarrays.localcloud.CloudFixture;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;

class InstanceKindsTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(1);

    @Test
    void catalogueHoldsTheTypesOfTheRegion() {
        assertThat(InstanceKinds.all()).hasSizeGreaterThan(1200);
        assertThat(InstanceKinds.find("m7i.large").orElseThrow().usdPerHour().orElseThrow())
                .isEqualByComparingTo("0.1008");
        assertThat(InstanceKinds.find("mac2.metal").orElseThrow().usdPerHour()).isEmpty();
    }

    @Test
    void typeIsDescribedWithProcessorsGpusStorageAndNetwork() {
        InstanceTypeInfo g5 = type("g5.12xlarge");

        assertThat(g5.vCpuInfo().defaultCores()).isEqualTo(24);
        assertThat(g5.vCpuInfo().defaultThreadsPerCore()).isEqualTo(2);
        assertThat(g5.gpuInfo().totalGpuMemoryInMiB()).isEqualTo(91_552);
        assertThat(g5.gpuInfo().gpus().getFirst().name()).isEqualTo("A10G");
        assertThat(g5.gpuInfo().gpus().getFirst().count()).isEqualTo(4);
        assertThat(g5.instanceStorageInfo().totalSizeInGB()).isEqualTo(3800);
        assertThat(g5.networkInfo().networkPerformance()).isEqualTo("40 Gigabit");
        assertThat(g5.networkInfo().efaSupported()).isTrue();
        assertThat(g5.placementGroupInfo().supportedStrategiesAsStrings()).contains("cluster");
        assertThat(type("t3.micro").burstablePerformanceSupported()).isTrue();
        assertThat(type("t2.nano").supportedUsageClassesAsStrings()).containsExactly("on-demand");
        assertThat(type("c5.metal").bareMetal()).isTrue();
        assertThat(type("c5.metal").hypervisor()).isNull();
    }

    @Test
    void typesWithoutASizeOfThePageComeInPagesOfOneHundred() {
        var first = CLOUD.ec2().describeInstanceTypes(it -> {});
        var all = CLOUD.ec2().describeInstanceTypesPaginator(it -> {}).instanceTypes();

        assertThat(first.instanceTypes()).hasSize(100);
        assertThat(all.stream().map(InstanceTypeInfo::instanceTypeAsString))
                .containsExactlyElementsOf(
                        InstanceKinds.all().stream().map(InstanceKind::name).toList());
        assertThat(
                        catchThrowableOfType(
                                        Ec2Exception.class,
                                        () ->
                                                CLOUD.ec2()
                                                        .describeInstanceTypes(
                                                                it -> it.maxResults(101)))
                                .awsErrorDetails()
                                .errorCode())
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void offeringsAreListedByRegionZoneAndZoneId() {
        assertThat(locations(it -> it.filters(filter("instance-type", "t3.micro"))))
                .containsExactly("us-east-1");
        assertThat(
                        locations(
                                it ->
                                        it.locationType("availability-zone")
                                                .filters(filter("instance-type", "mac2-m2.metal"))))
                .containsExactly("us-east-1b", "us-east-1c");
        assertThat(
                        locations(
                                it ->
                                        it.locationType("availability-zone")
                                                .filters(filter("instance-type", "m7i.large"))))
                .as("us-east-1e offers no recent types")
                .containsExactly(
                        "us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1f");
        assertThat(
                        locations(
                                it ->
                                        it.locationType("availability-zone-id")
                                                .filters(
                                                        filter("instance-type", "mac2-m2.metal"),
                                                        filter("location", "use1-az2"))))
                .containsExactly("use1-az2");
    }

    private static List<String> locations(
            Consumer<DescribeInstanceTypeOfferingsRequest.Builder> request) {
        return CLOUD.ec2().describeInstanceTypeOfferings(request).instanceTypeOfferings().stream()
                .map(InstanceTypeOffering::location)
                .toList();
    }

    private static InstanceTypeInfo type(String name) {
        return CLOUD.ec2()
                .describeInstanceTypes(it -> it.instanceTypesWithStrings(name))
                .instanceTypes()
                .getFirst();
    }
}

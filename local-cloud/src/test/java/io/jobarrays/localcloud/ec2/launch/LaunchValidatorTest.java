package io.jobarrays.localcloud.ec2.launch;

import static io.jobarrays.localcloud.ec2.catalogue.Account.SECURITY_GROUP;
import static io.jobarrays.localcloud.ec2.catalogue.Account.X86_IMAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jobarrays.localcloud.TestClock;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.instance.EmulatedLaunch;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.resources.KeyPairs;
import io.jobarrays.localcloud.ec2.resources.PlacementGroups;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.CreatePlacementGroupRequest;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

class LaunchValidatorTest {
    private static final String SUBNET = "subnet-0abcdef123456789a";

    private final SizeLimits sizes = new SizeLimits();
    private final ResourceTags tags = new ResourceTags(sizes);
    private final KeyPairs keyPairs = new KeyPairs(tags, sizes, new TestClock(Instant.EPOCH));
    private final PlacementGroups groups = new PlacementGroups(tags, it -> false);
    private final LaunchValidator validator =
            new LaunchValidator(Account.of("namespaces"), keyPairs, groups, tags, sizes);

    @Test
    void launchWithoutATypeHasTheDefaultOfEc2() {
        assertThat(launch(it -> {}).kind().name()).isEqualTo("m1.small");
    }

    @Test
    void unknownKeyPairIsRefused() {
        keyPairs.create(CreateKeyPairRequest.builder().keyName("mine").build());

        assertThat(launch(it -> it.keyName("mine")).keyName()).contains("mine");
        assertThat(code(it -> it.keyName("other"))).isEqualTo("InvalidKeyPair.NotFound");
    }

    @Test
    void placementGroupIsKnownAndFitsTheType() {
        groups.create(CreatePlacementGroupRequest.builder().groupName("near").build());

        assertThat(
                        launch(
                                        it ->
                                                it.instanceType("c5.large")
                                                        .placement(p -> p.groupName("near")))
                                .placementGroup())
                .contains("near");
        assertThat(code(it -> it.placement(p -> p.groupName("far"))))
                .isEqualTo("InvalidPlacementGroup.Unknown");
        assertThat(code(it -> it.instanceType("t3.micro").placement(p -> p.groupName("near"))))
                .isEqualTo("InvalidParameterCombination");
    }

    /** API reference of SpotMarketOptions, InstanceInterruptionBehavior. */
    @Test
    void interruptionHibernatesAnInstanceThatIsConfiguredForIt() {
        BlockDeviceMapping volume =
                BlockDeviceMapping.builder()
                        .deviceName("/dev/xvda")
                        .ebs(e -> e.encrypted(true).volumeSize(20))
                        .build();

        EmulatedLaunch hibernating =
                launch(
                        it ->
                                it.instanceType("m5.large")
                                        .hibernationOptions(h -> h.configured(true))
                                        .blockDeviceMappings(volume)
                                        .instanceMarketOptions(m -> m.marketType("spot")));
        EmulatedLaunch plain =
                launch(
                        it ->
                                it.instanceType("m5.large")
                                        .instanceMarketOptions(m -> m.marketType("spot")));

        assertThat(hibernating.market().orElseThrow().interruptionAction()).isEqualTo("hibernate");
        assertThat(plain.market().orElseThrow().interruptionAction()).isEqualTo("terminate");
    }

    @Test
    void typeIsLaunchedOnlyInZonesThatOfferIt() {
        assertThat(launch(it -> it.instanceType("vt1.3xlarge")).subnet().zone())
                .isEqualTo("us-east-1a");
        assertThat(
                        code(
                                it ->
                                        it.instanceType("vt1.3xlarge")
                                                .placement(p -> p.availabilityZone("us-east-1b"))))
                .isEqualTo("Unsupported");
    }

    @ParameterizedTest
    @CsvSource({
        "network-interface, NotImplemented",
        "spot-instances-request, NotImplemented",
        "key-pair, InvalidParameterValue",
    })
    void tagsOfResourcesThatWouldNotKeepThemAreRefused(String type, String code) {
        Tag tag = Tag.builder().key("k").value("v").build();
        TagSpecification onType = TagSpecification.builder().resourceType(type).tags(tag).build();

        assertThat(code(it -> it.tagSpecifications(onType))).isEqualTo(code);
    }

    @Test
    void networkInterfaceEndsWithItsInstance() {
        var lasting = networkInterface().deleteOnTermination(false);
        var ending = networkInterface().deleteOnTermination(true);

        assertThat(code(it -> it.networkInterfaces(lasting.build()))).isEqualTo("NotImplemented");
        assertThat(launch(it -> it.networkInterfaces(ending.build()))).isNotNull();
    }

    @Test
    void shutdownBehaviorIsStopOrTerminate() {
        assertThat(launch(it -> it.instanceInitiatedShutdownBehavior("terminate")))
                .extracting(EmulatedLaunch::terminateOnShutdown)
                .isEqualTo(true);
        assertThat(code(it -> it.instanceInitiatedShutdownBehavior("explode")))
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void metadataOptionsAreWithinTheirLimits() {
        assertThat(
                        launch(it -> it.metadataOptions(m -> m.httpPutResponseHopLimit(64)))
                                .metadata()
                                .hopLimit())
                .isEqualTo(64);
        assertThat(code(it -> it.metadataOptions(m -> m.httpPutResponseHopLimit(65))))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(it -> it.metadataOptions(m -> m.httpPutResponseHopLimit(0))))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(it -> it.metadataOptions(m -> m.httpTokens("maybe"))))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(it -> it.metadataOptions(m -> m.httpTokens("optional"))))
                .isEqualTo("NotImplemented");
    }

    @Test
    void userDataIsPlainBase64OfAtMostSixteenKibibytes() {
        String encoded =
                Base64.getEncoder().encodeToString("echo hi".getBytes(StandardCharsets.UTF_8));

        assertThat(launch(it -> it.userData(encoded)).userData()).hasSize(7);
        assertThat(code(it -> it.userData("#!/bin/sh echo")))
                .isEqualTo("InvalidUserData.Malformed");
        assertThat(code(it -> it.userData(encoded.substring(0, 4) + "\r\n" + encoded.substring(4))))
                .isEqualTo("InvalidUserData.Malformed");
        assertThat(code(it -> it.userData(Base64.getEncoder().encodeToString(new byte[16_385]))))
                .isEqualTo("InvalidUserData.Malformed");
    }

    @Test
    void securityGroupsAreGivenByIdOrByName() {
        assertThat(launch(it -> it.securityGroupIds(SECURITY_GROUP))).isNotNull();
        assertThat(launch(it -> it.securityGroups("default"))).isNotNull();
        assertThat(code(it -> it.securityGroupIds("default")))
                .isEqualTo("InvalidGroupId.Malformed");
        assertThat(code(it -> it.securityGroups(SECURITY_GROUP)))
                .isEqualTo("InvalidGroup.NotFound");
        assertThat(code(it -> it.securityGroups("default").subnetId(SUBNET)))
                .isEqualTo("InvalidParameterCombination");
    }

    @Test
    void networkInterfaceReplacesSubnetAndGroups() {
        InstanceNetworkInterfaceSpecification first =
                InstanceNetworkInterfaceSpecification.builder()
                        .deviceIndex(0)
                        .subnetId(SUBNET)
                        .groups(SECURITY_GROUP)
                        .build();

        assertThat(launch(it -> it.networkInterfaces(first)).subnet().id()).isEqualTo(SUBNET);
        assertThat(code(it -> it.networkInterfaces(first).subnetId(SUBNET)))
                .isEqualTo("InvalidParameterCombination");
        assertThat(code(it -> it.networkInterfaces(first).securityGroupIds(SECURITY_GROUP)))
                .isEqualTo("InvalidParameterCombination");
    }

    @Test
    void onlyTheRootVolumeIsMapped() {
        assertThat(code(it -> it.blockDeviceMappings(volume("/dev/sdf", 8))))
                .isEqualTo("NotImplemented");
        assertThat(code(it -> it.blockDeviceMappings(volume("/dev/xvda", 7))))
                .isEqualTo("InvalidBlockDeviceMapping");
        assertThat(launch(it -> it.blockDeviceMappings(volume("/dev/xvda", 9))).rootVolume())
                .satisfies(it -> assertThat(it.sizeGib()).isEqualTo(9));
    }

    @Test
    void typeThatIsNoSpotInstanceIsRefusedAsOne() {
        assertThat(
                        code(
                                it ->
                                        it.instanceType("t2.nano")
                                                .instanceMarketOptions(m -> m.marketType("spot"))))
                .isEqualTo("Unsupported");
    }

    private static BlockDeviceMapping volume(String device, int gib) {
        return BlockDeviceMapping.builder().deviceName(device).ebs(e -> e.volumeSize(gib)).build();
    }

    private EmulatedLaunch launch(Consumer<RunInstancesRequest.Builder> parameters) {
        RunInstancesRequest.Builder request =
                RunInstancesRequest.builder().imageId(X86_IMAGE).minCount(1).maxCount(1);
        parameters.accept(request);
        return validator.validate(request.build());
    }

    private String code(Consumer<RunInstancesRequest.Builder> parameters) {
        return catchThrowableOfType(AwsError.class, () -> launch(parameters)).code();
    }

    private static InstanceNetworkInterfaceSpecification.Builder networkInterface() {
        return InstanceNetworkInterfaceSpecification.builder().deviceIndex(0);
    }
}

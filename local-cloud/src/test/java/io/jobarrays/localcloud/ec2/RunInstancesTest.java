package io.jobarrays.localcloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

class RunInstancesTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(8);

    @AfterEach
    void endAll() {
        CLOUD.machines().release();
        CLOUD.machines().stopFailing();
        Ec2Assertions.endAll(CLOUD);
    }

    @Test
    void instancesOfOneCallHaveLaunchIndexesFromZeroInOneReservation() {
        RunInstancesResponse launched = run(it -> it.minCount(3).maxCount(3));

        assertThat(launched.instances())
                .extracting(Instance::amiLaunchIndex)
                .containsExactly(0, 1, 2);
        assertThat(launched.instances()).extracting(Instance::instanceId).doesNotHaveDuplicates();
        assertThat(launched.instances())
                .extracting(Instance::privateIpAddress)
                .doesNotHaveDuplicates();
        assertThat(launched.instances())
                .allSatisfy(
                        it -> {
                            assertThat(it.instanceId()).matches("i-0[0-9a-f]{16}");
                            assertThat(it.privateIpAddress()).startsWith("10.77.");
                            assertThat(it.state().nameAsString()).isEqualTo("pending");
                            assertThat(it.placement().availabilityZone()).isEqualTo("us-east-1a");
                        });
        assertThat(launched.instances())
                .allSatisfy(
                        it ->
                                assertThat(it.networkInterfaces())
                                        .singleElement()
                                        .extracting(i -> i.association().publicIp())
                                        .isEqualTo(it.publicIpAddress()));
        assertThat(launched.ownerId()).isEqualTo("435415984226");
    }

    @Test
    void instanceIsRunningAfterItsMachineHasBooted() {
        CLOUD.machines().hold();
        String id = run(it -> it.minCount(1).maxCount(1)).instances().getFirst().instanceId();
        await().until(() -> CLOUD.machines().isUp(id));
        assertThat(Ec2Assertions.state(CLOUD, id)).isEqualTo("pending");

        CLOUD.machines().boot(id);

        assertThat(Ec2Assertions.state(CLOUD, id)).isEqualTo("running");
    }

    @Test
    void instanceIsTerminatedWithTheReasonWhenItsMachineCannotStart() {
        CLOUD.machines().failFromNowOn();

        String id = run(it -> it.minCount(1).maxCount(1)).instances().getFirst().instanceId();

        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("terminated"));
        assertThat(Ec2Assertions.instance(CLOUD, id).stateReason().code())
                .isEqualTo("Server.InternalError");
        assertThat(Ec2Assertions.instance(CLOUD, id).stateReason().message())
                .contains("no more processes");
    }

    @Test
    void machineReceivesDecodedUserData() {
        String script = "#!/bin/sh\necho \"$HOME\" 'ä'\n";
        String encoded =
                Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));

        String id =
                run(it -> it.minCount(1).maxCount(1).userData(encoded))
                        .instances()
                        .getFirst()
                        .instanceId();

        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("running"));
        var spec =
                CLOUD.machines().started().stream()
                        .filter(it -> it.instanceId().equals(id))
                        .findFirst()
                        .orElseThrow();
        assertThat(new String(spec.userData(), StandardCharsets.UTF_8)).isEqualTo(script);
        assertThat(spec.hostname())
                .isEqualTo(Ec2Assertions.instance(CLOUD, id).privateDnsName())
                .isEqualTo("ip-" + spec.privateIp().replace('.', '-') + ".ec2.internal");
        assertThat(spec.memoryBytes()).isEqualTo(1L << 30);
        assertThat(spec.publicIp()).isEqualTo(Ec2Assertions.instance(CLOUD, id).publicIpAddress());
        assertThat(spec.publicIp()).startsWith("198.18.");
    }

    @Test
    void sameClientTokenWithSameParametersReturnsTheSameLaunch() {
        String token = UUID.randomUUID().toString();
        RunInstancesResponse first = run(it -> it.minCount(2).maxCount(2).clientToken(token));

        RunInstancesResponse again = run(it -> it.minCount(2).maxCount(2).clientToken(token));

        assertThat(again.reservationId()).isEqualTo(first.reservationId());
        assertThat(again.instances())
                .extracting(Instance::instanceId)
                .containsExactlyElementsOf(
                        first.instances().stream().map(Instance::instanceId).toList());
        assertThat(Ec2Assertions.ids(CLOUD)).hasSize(2);
    }

    @Test
    void sameClientTokenWithOtherParametersIsRefused() {
        String token = UUID.randomUUID().toString();
        run(it -> it.minCount(1).maxCount(1).clientToken(token));

        Ec2Exception refused = refusal(it -> it.minCount(1).maxCount(2).clientToken(token));

        assertThat(code(refused)).isEqualTo("IdempotentParameterMismatch");
        assertThat(Ec2Assertions.ids(CLOUD)).hasSize(1);
    }

    @Test
    void launchesAsManyAsFitWhenAtLeastTheMinimumFits() {
        RunInstancesResponse launched = run(it -> it.minCount(1).maxCount(20));

        assertThat(launched.instances()).hasSize(8);
    }

    @Test
    void launchesNothingWhenTheMinimumDoesNotFit() {
        run(it -> it.minCount(5).maxCount(5));

        Ec2Exception refused = refusal(it -> it.minCount(4).maxCount(4));

        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(code(refused)).isEqualTo("InsufficientInstanceCapacity");
        assertThat(Ec2Assertions.ids(CLOUD)).hasSize(5);
    }

    @Test
    void dryRunIsValidatedAndLaunchesNothing() {
        Ec2Exception passed = refusal(it -> it.minCount(1).maxCount(1).dryRun(true));
        Ec2Exception refused =
                refusal(it -> it.minCount(1).maxCount(1).dryRun(true).imageId("ami-09999999"));

        assertThat(passed.statusCode()).isEqualTo(412);
        assertThat(code(passed)).isEqualTo("DryRunOperation");
        assertThat(code(refused)).isEqualTo("InvalidAMIID.NotFound");
        assertThat(Ec2Assertions.ids(CLOUD)).isEmpty();
    }

    @Test
    void tagsOfTheLaunchExistInItsResponse() {
        Tag tag = Tag.builder().key("spawn:ttl").value("4h").build();
        TagSpecification onInstances =
                TagSpecification.builder().resourceType("instance").tags(tag).build();
        TagSpecification onVolumes = onInstances.toBuilder().resourceType("volume").build();

        RunInstancesResponse launched =
                run(it -> it.minCount(1).maxCount(1).tagSpecifications(onInstances, onVolumes));

        Instance instance = launched.instances().getFirst();
        assertThat(instance.tags()).containsExactly(tag);
        String volume = instance.blockDeviceMappings().getFirst().ebs().volumeId();
        assertThat(
                        CLOUD.ec2()
                                .describeTags(
                                        d -> d.filters(Ec2Assertions.filter("resource-id", volume)))
                                .tags())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.key()).isEqualTo("spawn:ttl");
                            assertThat(it.resourceTypeAsString()).isEqualTo("volume");
                        });
    }

    @Test
    void invalidParametersAreRefusedAndLaunchNothing() {
        String fits = Base64.getEncoder().encodeToString(new byte[16_384]);

        assertThat(code(refusal(it -> it.minCount(2).maxCount(1))))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(refusal(it -> it.minCount(0).maxCount(1))))
                .isEqualTo("InvalidParameterValue");
        assertThat(refusal(it -> it.instanceType("t9.mega")).getMessage())
                .contains("Invalid value 't9.mega' for InstanceType.");
        assertThat(code(refusal(it -> it.subnetId("subnet-0123"))))
                .isEqualTo("InvalidSubnetID.NotFound");
        assertThat(code(refusal(it -> it.securityGroupIds("sg-01234567"))))
                .isEqualTo("InvalidGroup.NotFound");
        assertThat(refusal(it -> it.placement(p -> p.availabilityZone("us-east-1z"))).getMessage())
                .contains("Invalid availability zone: [us-east-1z]");
        assertThat(refusal(it -> it.instanceType("t4g.micro")).getMessage())
                .contains("architecture");
        assertThat(refusal(it -> it.launchTemplate(l -> l.launchTemplateName("x"))).statusCode())
                .isEqualTo(501);
        assertThat(Ec2Assertions.ids(CLOUD)).isEmpty();
        assertThat(run(it -> it.userData(fits)).instances()).hasSize(1);
    }

    @Test
    void availabilityZoneSelectsTheSubnet() {
        Instance instance =
                run(it -> it.placement(p -> p.availabilityZone("us-east-1c")))
                        .instances()
                        .getFirst();

        assertThat(instance.placement().availabilityZone()).isEqualTo("us-east-1c");
        assertThat(instance.subnetId()).isEqualTo("subnet-0abcdef123456789c");
        assertThat(instance.privateIpAddress()).startsWith("10.77.160.");
    }

    private static RunInstancesResponse run(Consumer<RunInstancesRequest.Builder> parameters) {
        return CLOUD.ec2().runInstances(request(parameters));
    }

    private static Ec2Exception refusal(Consumer<RunInstancesRequest.Builder> parameters) {
        return catchThrowableOfType(Ec2Exception.class, () -> run(parameters));
    }

    private static String code(Ec2Exception refusal) {
        return refusal.awsErrorDetails().errorCode();
    }

    private static RunInstancesRequest request(Consumer<RunInstancesRequest.Builder> parameters) {
        RunInstancesRequest.Builder builder =
                RunInstancesRequest.builder()
                        .imageId("ami-0abcdef1234567890")
                        .instanceType("t3.micro")
                        .minCount(1)
                        .maxCount(1);
        parameters.accept(builder);
        return builder.build();
    }
}

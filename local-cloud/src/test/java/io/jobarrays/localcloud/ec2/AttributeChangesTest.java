package io.jobarrays.localcloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import java.util.Base64;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;

class AttributeChangesTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(2);

    @AfterEach
    void endAll() {
        Ec2Assertions.endAll(CLOUD);
    }

    @Test
    void userDataAndTypeOfAStoppedInstanceChangeForItsNextStart() {
        String id = stopped();
        SdkBytes script = SdkBytes.fromUtf8String("#!/bin/sh\necho second\n");

        modify(it -> it.instanceId(id).userData(u -> u.value(script)));
        modify(it -> it.instanceId(id).instanceType(t -> t.value("c5.large")));
        CLOUD.ec2().startInstances(it -> it.instanceIds(id));
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("running"));

        assertThat(Ec2Assertions.instance(CLOUD, id).instanceTypeAsString()).isEqualTo("c5.large");
        assertThat(CLOUD.machines().started().getLast().userData()).isEqualTo(script.asByteArray());
        assertThat(
                        CLOUD.ec2()
                                .describeInstanceAttribute(
                                        it -> it.instanceId(id).attribute("userData"))
                                .userData()
                                .value())
                .isEqualTo(Base64.getEncoder().encodeToString(script.asByteArray()));
    }

    @Test
    void attributesOfARunningInstanceAreRefused() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();

        assertThat(code(it -> it.instanceId(id).instanceType(t -> t.value("c5.large"))))
                .isEqualTo("IncorrectInstanceState");
        assertThat(
                        code(
                                it ->
                                        it.instanceId(id)
                                                .userData(
                                                        u ->
                                                                u.value(
                                                                        SdkBytes.fromUtf8String(
                                                                                "x")))))
                .isEqualTo("IncorrectInstanceState");
    }

    @Test
    void oneKnownAttributeIsChangedPerCall() {
        String id = stopped();

        assertThat(code(it -> it.instanceId(id))).isEqualTo("InvalidParameterCombination");
        assertThat(
                        code(
                                it ->
                                        it.instanceId(id)
                                                .instanceType(t -> t.value("c5.large"))
                                                .groups(Account.SECURITY_GROUP)))
                .isEqualTo("InvalidParameterCombination");
        assertThat(code(it -> it.instanceId(id).instanceType(t -> t.value("t9.mega"))))
                .isEqualTo("InvalidInstanceAttributeValue");
        assertThat(code(it -> it.instanceId(id).instanceType(t -> t.value("t4g.micro"))))
                .isEqualTo("InvalidInstanceAttributeValue");
        assertThat(code(it -> it.instanceId(id).groups("default")))
                .isEqualTo("InvalidGroupId.Malformed");
        assertThat(
                        code(
                                it ->
                                        it.instanceId(id)
                                                .instanceInitiatedShutdownBehavior(
                                                        v -> v.value("explode"))))
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void attributeThatEveryInstanceHasIsAccepted() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();

        modify(it -> it.instanceId(id).disableApiTermination(v -> v.value(false)));
        modify(it -> it.instanceId(id).disableApiStop(v -> v.value(false)));

        assertThat(code(it -> it.instanceId(id).sourceDestCheck(v -> v.value(false))))
                .isEqualTo("NotImplemented");
    }

    @Test
    void typeDoesNotChangeBetweenScaleModeAndProcessTrees() {
        String id = stopped();

        assertThat(code(it -> it.instanceId(id).instanceType(t -> t.value("scale.nano"))))
                .isEqualTo("UnsupportedOperation");
        assertThat(Ec2Assertions.instance(CLOUD, id).instanceTypeAsString()).isEqualTo("t3.micro");
    }

    @Test
    void metadataOptionsOfARunningInstanceChange() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();

        CLOUD.ec2()
                .modifyInstanceMetadataOptions(
                        it ->
                                it.instanceId(id)
                                        .httpPutResponseHopLimit(3)
                                        .instanceMetadataTags("enabled"));

        assertThat(Ec2Assertions.instance(CLOUD, id).metadataOptions())
                .satisfies(
                        it -> {
                            assertThat(it.httpPutResponseHopLimit()).isEqualTo(3);
                            assertThat(it.instanceMetadataTagsAsString()).isEqualTo("enabled");
                            assertThat(it.httpEndpointAsString()).isEqualTo("enabled");
                        });
        assertThat(
                        Ec2Assertions.code(
                                () ->
                                        CLOUD.ec2()
                                                .modifyInstanceMetadataOptions(
                                                        it ->
                                                                it.instanceId(id)
                                                                        .httpPutResponseHopLimit(
                                                                                65))))
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void shutdownBehaviorCanBeModified() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();
        assertThat(shutdownBehavior(id)).isEqualTo("stop");

        CLOUD.ec2()
                .modifyInstanceAttribute(
                        it ->
                                it.instanceId(id)
                                        .instanceInitiatedShutdownBehavior(
                                                v -> v.value("terminate")));
        CLOUD.machines().end(id);

        assertThat(shutdownBehavior(id)).isEqualTo("terminate");
        assertThat(Ec2Assertions.state(CLOUD, id)).isEqualTo("terminated");
    }

    private static String shutdownBehavior(String id) {
        return CLOUD.ec2()
                .describeInstanceAttribute(
                        it -> it.instanceId(id).attribute("instanceInitiatedShutdownBehavior"))
                .instanceInitiatedShutdownBehavior()
                .value();
    }

    private static String stopped() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();
        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("stopped"));
        return id;
    }

    private static void modify(Consumer<ModifyInstanceAttributeRequest.Builder> request) {
        CLOUD.ec2().modifyInstanceAttribute(request);
    }

    private static String code(Consumer<ModifyInstanceAttributeRequest.Builder> request) {
        return Ec2Assertions.code(() -> modify(request));
    }
}

package io.jobarrays.localcloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;

class StateChangesTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(3);

    @AfterEach
    void endAll() {
        CLOUD.machines().release();
        CLOUD.machines().stopFailing();
        Ec2Assertions.endAll(CLOUD);
    }

    @Test
    void stoppedInstanceThatCannotBootIsTerminatedWithItsDisk() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();
        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("stopped"));
        CLOUD.machines().failFromNowOn();

        CLOUD.ec2().startInstances(it -> it.instanceIds(id));

        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("terminated"));
        await().until(() -> CLOUD.machines().isTerminated(id));
    }

    @Test
    void stoppedInstanceKeepsItsPrivateAddressAndStartsWithAnotherPublicOne() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();
        Instance before = Ec2Assertions.instance(CLOUD, id);

        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("stopped"));
        assertThat(Ec2Assertions.instance(CLOUD, id).publicIpAddress()).isNull();
        assertThat(CLOUD.machines().isTerminated(id)).isFalse();
        CLOUD.ec2().startInstances(it -> it.instanceIds(id));
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("running"));

        Instance after = Ec2Assertions.instance(CLOUD, id);
        assertThat(after.privateIpAddress()).isEqualTo(before.privateIpAddress());
        assertThat(after.publicIpAddress()).isNotEqualTo(before.publicIpAddress());
    }

    @Test
    void instanceIsTerminatedAfterItsProcessesHaveEnded() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();
        CLOUD.machines().hold();

        List<InstanceStateChange> changes =
                CLOUD.ec2().terminateInstances(it -> it.instanceIds(id)).terminatingInstances();
        assertThat(changes.getFirst().previousState().nameAsString()).isEqualTo("running");
        assertThat(changes.getFirst().currentState().nameAsString()).isEqualTo("shutting-down");
        await().until(() -> CLOUD.machines().isTerminated(id));
        assertThat(Ec2Assertions.state(CLOUD, id)).isEqualTo("shutting-down");
        CLOUD.machines().end(id);

        Instance terminated = Ec2Assertions.instance(CLOUD, id);
        assertThat(terminated.state().nameAsString()).isEqualTo("terminated");
        assertThat(terminated.stateReason().code()).isEqualTo("Client.UserInitiatedShutdown");
        assertThat(terminated.privateIpAddress()).isNull();
        assertThat(terminated.publicIpAddress()).isNull();
    }

    @Test
    void terminatingTwiceSucceeds() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();
        CLOUD.ec2().terminateInstances(it -> it.instanceIds(id));
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("terminated"));

        var again = CLOUD.ec2().terminateInstances(it -> it.instanceIds(id));

        assertThat(again.terminatingInstances().getFirst().currentState().nameAsString())
                .isEqualTo("terminated");
    }

    @Test
    void oneUnknownIdFailsTheWholeCall() {
        List<String> ids = Ec2Assertions.launch(CLOUD, 2);

        Ec2Exception refused =
                refusal(
                        () ->
                                CLOUD.ec2()
                                        .terminateInstances(
                                                it ->
                                                        it.instanceIds(
                                                                ids.get(0),
                                                                "i-0123456789abcdef0",
                                                                ids.get(1))));

        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidInstanceID.NotFound");
        assertThat(Ec2Assertions.ids(CLOUD)).isEqualTo(ids);
    }

    @Test
    void powerOffFollowsTheShutdownBehaviorOfTheLaunch() {
        String stops = Ec2Assertions.launch(CLOUD, 1).getFirst();
        String terminates =
                CLOUD.ec2()
                        .runInstances(
                                it ->
                                        it.imageId(Account.X86_IMAGE)
                                                .minCount(1)
                                                .maxCount(1)
                                                .instanceInitiatedShutdownBehavior("terminate"))
                        .instances()
                        .getFirst()
                        .instanceId();
        await().until(() -> Ec2Assertions.state(CLOUD, terminates).equals("running"));

        CLOUD.machines().end(stops);
        CLOUD.machines().end(terminates);

        assertThat(Ec2Assertions.state(CLOUD, stops)).isEqualTo("stopped");
        assertThat(Ec2Assertions.state(CLOUD, terminates)).isEqualTo("terminated");
        assertThat(Ec2Assertions.instance(CLOUD, terminates).stateReason().code())
                .isEqualTo("Client.InstanceInitiatedShutdown");
        assertThat(CLOUD.machines().isTerminated(stops)).isFalse();
        await().until(() -> CLOUD.machines().isTerminated(terminates));
    }

    @Test
    void terminatingAStoppedInstanceDeletesItsDisk() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();
        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("stopped"));

        CLOUD.ec2().terminateInstances(it -> it.instanceIds(id));

        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("terminated"));
        assertThat(CLOUD.machines().isTerminated(id)).isTrue();
    }

    @Test
    void startIsRefusedWithoutCapacity() {
        String stopped = Ec2Assertions.launch(CLOUD, 1).getFirst();
        CLOUD.ec2().stopInstances(it -> it.instanceIds(stopped));
        await().until(() -> Ec2Assertions.state(CLOUD, stopped).equals("stopped"));
        Ec2Assertions.launch(CLOUD, 3);

        Ec2Exception refused =
                refusal(() -> CLOUD.ec2().startInstances(it -> it.instanceIds(stopped)));

        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InsufficientInstanceCapacity");
        assertThat(Ec2Assertions.state(CLOUD, stopped)).isEqualTo("stopped");
    }

    @Test
    void terminatingInstanceCannotBeStartedOrStopped() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();
        CLOUD.ec2().terminateInstances(it -> it.instanceIds(id));

        assertThat(
                        refusal(() -> CLOUD.ec2().startInstances(it -> it.instanceIds(id)))
                                .awsErrorDetails()
                                .errorCode())
                .isEqualTo("IncorrectInstanceState");
        assertThat(
                        refusal(() -> CLOUD.ec2().stopInstances(it -> it.instanceIds(id)))
                                .awsErrorDetails()
                                .errorCode())
                .isEqualTo("IncorrectInstanceState");
    }

    @Test
    void hibernationIsRefusedUnlessConfiguredAtLaunch() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();

        Ec2Exception refused =
                refusal(() -> CLOUD.ec2().stopInstances(it -> it.instanceIds(id).hibernate(true)));

        assertThat(refused.awsErrorDetails().errorCode())
                .isEqualTo("UnsupportedHibernationConfiguration");
        assertThat(Ec2Assertions.state(CLOUD, id)).isEqualTo("running");
    }

    @Test
    void consoleOutputContainsTheMachinesConsole() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();

        String output = CLOUD.ec2().getConsoleOutput(it -> it.instanceId(id)).output();

        assertThat(output)
                .isBase64()
                .asBase64Decoded()
                .asString()
                .isEqualTo("console of " + id + "\n");
    }

    private static Ec2Exception refusal(ThrowingCallable call) {
        return catchThrowableOfType(Ec2Exception.class, call);
    }
}

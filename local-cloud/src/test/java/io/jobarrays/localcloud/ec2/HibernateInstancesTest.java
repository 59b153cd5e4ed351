package io.jobarrays.localcloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.Instance;

class HibernateInstancesTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(2);

    @AfterEach
    void endAll() throws Exception {
        CLOUD.signed().control("delays", "{\"profile\":\"fast\"}");
        CLOUD.signed().delete("faults");
        CLOUD.machines().stopFailing();
        CLOUD.machines().endAtThaw(false);
        Ec2Assertions.endAll(CLOUD);
    }

    @Test
    void hibernatedInstanceResumesUnderAnotherPublicAddress() {
        String id = launch();
        Instance before = Ec2Assertions.instance(CLOUD, id);

        hibernate(id);

        Instance hibernated = Ec2Assertions.instance(CLOUD, id);
        assertThat(CLOUD.machines().isFrozen(id)).isTrue();
        assertThat(CLOUD.machines().isUp(id)).as("its processes exist").isTrue();
        assertThat(hibernated.publicIpAddress()).isNull();
        assertThat(hibernated.privateIpAddress()).isEqualTo(before.privateIpAddress());
        assertThat(hibernated.stateReason().message())
                .isEqualTo("Client.UserInitiatedHibernate: User initiated hibernate");

        CLOUD.ec2().startInstances(it -> it.instanceIds(id));
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("running"));

        Instance after = Ec2Assertions.instance(CLOUD, id);
        assertThat(CLOUD.machines().isFrozen(id)).isFalse();
        assertThat(after.privateIpAddress()).isEqualTo(before.privateIpAddress());
        assertThat(after.publicIpAddress()).isNotNull().isNotEqualTo(before.publicIpAddress());
        assertThat(CLOUD.machines().started().getLast().publicIp())
                .isEqualTo(after.publicIpAddress());
        assertThat(after.stateReason()).isNull();
    }

    @Test
    void hibernatedInstanceUsesNoCapacity() {
        String id = launch();
        hibernate(id);

        assertThat(Ec2Assertions.launch(CLOUD, 2)).hasSize(2);
    }

    @Test
    void hibernatedInstanceCanBeTerminated() {
        String id = launch();
        hibernate(id);

        CLOUD.ec2().terminateInstances(it -> it.instanceIds(id));

        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("terminated"));
        assertThat(CLOUD.machines().isUp(id)).isFalse();
        assertThat(CLOUD.machines().isTerminated(id)).isTrue();
    }

    @Test
    void instanceThatCannotBeFrozenIsStopped() {
        String id = launch();
        CLOUD.machines().failFromNowOn();

        hibernate(id);

        assertThat(CLOUD.machines().isUp(id)).isFalse();
        CLOUD.machines().stopFailing();
        CLOUD.ec2().startInstances(it -> it.instanceIds(id));
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("running"));
    }

    @Test
    void instanceWithoutMachineIsStoppedAndBootsAtTheNextStart() throws Exception {
        CLOUD.signed().control("delays", "{\"boot\":\"1h\"}");
        String id = launch();

        hibernate(id);

        assertThat(CLOUD.machines().isFrozen(id)).isFalse();
        CLOUD.signed().control("delays", "{\"profile\":\"fast\"}");
        CLOUD.ec2().startInstances(it -> it.instanceIds(id));
        await().until(() -> CLOUD.machines().isUp(id));
    }

    @Test
    void instanceThatEndedWhileHibernatedBootsAtTheNextStart() {
        String id = launch();
        hibernate(id);
        CLOUD.machines().end(id);

        CLOUD.ec2().startInstances(it -> it.instanceIds(id));

        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("running"));
        assertThat(CLOUD.machines().isUp(id)).isTrue();
    }

    @Test
    void instanceThatEndsWhileItResumesIsStopped() {
        String id = launch();
        hibernate(id);
        CLOUD.machines().endAtThaw(true);

        CLOUD.ec2().startInstances(it -> it.instanceIds(id));
        await().until(() -> !CLOUD.machines().isUp(id));
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("stopped"));

        CLOUD.ec2().startInstances(it -> it.instanceIds(id));
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("running"));
    }

    @Test
    void instanceThatCannotResumeIsTerminated() {
        String id = launch();
        hibernate(id);
        CLOUD.machines().failFromNowOn();

        CLOUD.ec2().startInstances(it -> it.instanceIds(id));

        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("terminated"));
    }

    @Test
    void hibernationHangsUntilTheFaultIsRemoved() throws Exception {
        CLOUD.signed().control("faults", "{\"kind\":\"stop-hangs\"}");
        String id = launch();

        CLOUD.ec2().stopInstances(it -> it.instanceIds(id).hibernate(true));

        await().during(Duration.ofMillis(300))
                .until(() -> Ec2Assertions.state(CLOUD, id).equals("stopping"));
        assertThat(CLOUD.machines().isFrozen(id)).isFalse();
        CLOUD.signed().delete("faults");
        await().until(() -> CLOUD.machines().isFrozen(id));
    }

    @Test
    void hibernationAndResumptionHaveTheirDelays() throws Exception {
        String id = launch();
        CLOUD.signed().control("delays", "{\"stop\":\"1s\",\"pending\":\"1s\"}");
        long begun = System.nanoTime();

        hibernate(id);
        CLOUD.ec2().startInstances(it -> it.instanceIds(id));
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("running"));

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    private static String launch() {
        String id =
                CLOUD.ec2()
                        .runInstances(
                                it ->
                                        it.imageId(Account.X86_IMAGE)
                                                .instanceType("t3.micro")
                                                .minCount(1)
                                                .maxCount(1)
                                                .blockDeviceMappings(Ec2Assertions.encryptedRoot())
                                                .hibernationOptions(h -> h.configured(true)))
                        .instances()
                        .getFirst()
                        .instanceId();
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("running"));
        return id;
    }

    private static void hibernate(String id) {
        assertThat(
                        CLOUD.ec2()
                                .stopInstances(it -> it.instanceIds(id).hibernate(true))
                                .stoppingInstances()
                                .getFirst()
                                .currentState()
                                .nameAsString())
                .isIn("stopping", "stopped");
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("stopped"));
    }
}

package io.jobarrays.localcloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.base.MachineSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.Instance;

class RebootInstancesTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(2);

    @AfterEach
    void endAll() throws Exception {
        CLOUD.signed().control("delays", "{\"profile\":\"fast\"}");
        CLOUD.signed().delete("faults");
        CLOUD.machines().release();
        CLOUD.machines().stopFailing();
        Ec2Assertions.endAll(CLOUD);
    }

    @Test
    void faultStrikesAnInstanceThatWasRebootedWhileItBooted() throws Exception {
        CLOUD.signed().control("delays", "{\"boot\":\"1s\"}");
        CLOUD.signed().control("faults", "{\"kind\":\"network-cut\"}");
        CLOUD.machines().hold();
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();
        await().until(() -> CLOUD.machines().isUp(id));

        CLOUD.ec2().rebootInstances(it -> it.instanceIds(id));
        CLOUD.machines().end(id);
        await().until(() -> CLOUD.machines().isUp(id));
        CLOUD.machines().boot(id);

        await().until(() -> CLOUD.machines().isDisconnected(id));
    }

    @Test
    void rebootedInstanceKeepsItsStateAndAddresses() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();
        Instance before = Ec2Assertions.instance(CLOUD, id);

        CLOUD.ec2().rebootInstances(it -> it.instanceIds(id));
        await().until(() -> starts(id) == 2);

        Instance after = Ec2Assertions.instance(CLOUD, id);
        assertThat(after.state().nameAsString()).isEqualTo("running");
        assertThat(after.publicIpAddress()).isEqualTo(before.publicIpAddress());
        assertThat(after.launchTime()).isEqualTo(before.launchTime());
        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("stopped"));
    }

    @Test
    void instanceStoppedDuringItsRebootIsStopped() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();
        CLOUD.machines().hold();

        CLOUD.ec2().rebootInstances(it -> it.instanceIds(id));
        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        CLOUD.machines().end(id);

        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("stopped"));
        assertThat(starts(id)).isOne();
    }

    @Test
    void rebootDuringTheBootDelayDoesNotRestartALaterPowerOff() throws Exception {
        CLOUD.signed().control("delays", "{\"boot\":\"1s\"}");
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();
        assertThat(CLOUD.machines().isUp(id)).isFalse();

        CLOUD.ec2().rebootInstances(it -> it.instanceIds(id));
        await().until(() -> CLOUD.machines().isUp(id));
        CLOUD.machines().end(id);

        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("stopped"));
        assertThat(starts(id)).isOne();
    }

    @Test
    void stoppedInstanceCannotBeRebootedAndATerminatedOneIsIgnored() {
        String id = Ec2Assertions.launch(CLOUD, 1).getFirst();
        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("stopped"));

        assertThat(Ec2Assertions.code(() -> CLOUD.ec2().rebootInstances(it -> it.instanceIds(id))))
                .isEqualTo("IncorrectInstanceState");
        CLOUD.ec2().terminateInstances(it -> it.instanceIds(id));
        CLOUD.ec2().rebootInstances(it -> it.instanceIds(id));
        assertThat(starts(id)).isOne();
    }

    private static long starts(String id) {
        return CLOUD.machines().started().stream()
                .map(MachineSpec::instanceId)
                .filter(id::equals)
                .count();
    }
}

package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.FakeMachines;
import io.jobarrays.localcloud.base.MachineSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MixedMachinesTest {
    private final FakeMachines processes = new FakeMachines();
    private final FakeMachines scale = new FakeMachines();
    private final MixedMachines machines = new MixedMachines(processes, scale);
    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void instanceTypeSelectsTheMachines() throws Exception {
        start("i-1", "t3.micro");
        start("i-2", "scale.micro");

        assertThat(processes.isUp("i-1")).isTrue();
        assertThat(scale.isUp("i-1")).isFalse();
        assertThat(scale.isUp("i-2")).isTrue();
        assertThat(processes.isUp("i-2")).isFalse();
    }

    @Test
    void laterCallsReachTheMachinesOfTheInstance() throws Exception {
        start("i-1", "t3.micro");
        start("i-2", "scale.micro");

        machines.setNetworkUp("i-2", false);
        machines.stop("i-1");
        machines.terminate("i-2");

        assertThat(scale.isDisconnected("i-2")).isTrue();
        assertThat(processes.isUp("i-1")).isFalse();
        assertThat(scale.isTerminated("i-2")).isTrue();
        assertThat(processes.isTerminated("i-2")).isFalse();
        assertThat(ended).hasValue(2);
    }

    @Test
    void onlyTheNewestTerminatedInstancesAreKept() throws Exception {
        start("i-live", "scale.micro");
        for (int i = 0; i < 1100; i++) {
            start("i-" + i, "scale.micro");
            machines.terminate("i-" + i);
        }

        assertThat(machines.scaleInstances()).isEqualTo(1025);
        machines.setNetworkUp("i-live", false);
        assertThat(scale.isDisconnected("i-live")).isTrue();
    }

    private void start(String id, String type) throws IOException {
        machines.start(
                new MachineSpec(
                        id,
                        type,
                        1L << 30,
                        "host",
                        "10.77.0.4",
                        "198.18.0.1",
                        new byte[0],
                        Duration.ZERO),
                () -> {},
                ended::incrementAndGet);
    }
}

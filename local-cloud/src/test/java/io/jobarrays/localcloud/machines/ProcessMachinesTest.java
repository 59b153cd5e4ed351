package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.base.MachineSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines in process mode; the scripts write only into their own directory. */
class ProcessMachinesTest {
    @TempDir private Path state = Path.of("/");

    @Test
    void environmentNamesDirectoryAddressAndMetadataEndpoint() throws Exception {
        try (MachinesFixture fixture =
                MachinesFixture.of(ProcessMachines.open(state, new EchoGuestServices()))) {
            MachineSpec machine =
                    fixture.start(
                            "echo $SPAWN_HOSTNAME $SPAWN_ADDRESS; pwd",
                            "curl -s $AWS_EC2_METADATA_SERVICE_ENDPOINT/; echo; poweroff");

            String console = fixture.end(machine);

            String address = machine.privateIp().replace("10.77.", "127.77.");
            assertThat(console)
                    .startsWith(machine.hostname() + " " + address + "\n" + state.toRealPath())
                    .endsWith("\n" + machine.instanceId() + "\n");
        }
    }

    @Test
    void terminateAndCloseEndEveryProcessAndDeleteEveryFile() throws Exception {
        MachinesFixture fixture =
                MachinesFixture.of(ProcessMachines.open(state, new EchoGuestServices()));
        MachineSpec one = fixture.start("echo up; (sleep 6000 & wait)");
        MachineSpec other = fixture.start("echo up; (sleep 6000 & wait)");
        await().until(
                        () ->
                                fixture.console(one).contains("up")
                                        && fixture.console(other).contains("up"));

        fixture.machines().terminate(one.instanceId());
        fixture.end(one);
        fixture.close();

        await().untilAsserted(() -> assertThat(fixture.processesWith("sleep 6000")).isEmpty());
        assertThat(state).isEmptyDirectory();
    }
}

package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.base.MachineSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left without namespaces; the scripts here touch nothing but their own directory. */
class ProcessMachinesTest {
    @TempDir private Path state = Path.of("/");

    @Test
    void aMachineKnowsItsDirectoryAddressAndMetadataFromItsEnvironment() throws Exception {
        try (MachinesFixture lab =
                MachinesFixture.of(ProcessMachines.open(state, new EchoGuestServices()))) {
            MachineSpec machine =
                    lab.start(
                            "echo $SPAWN_HOSTNAME $SPAWN_ADDRESS; pwd",
                            "curl -s $AWS_EC2_METADATA_SERVICE_ENDPOINT/; echo; poweroff");

            String console = lab.end(machine);

            String address = machine.privateIp().replace("10.77.", "127.77.");
            assertThat(console)
                    .startsWith(machine.hostname() + " " + address + "\n" + state.toRealPath())
                    .endsWith("\n" + machine.instanceId() + "\n");
        }
    }

    @Test
    void terminatingAndClosingEndEveryProcessAndDropEveryFile() throws Exception {
        MachinesFixture lab =
                MachinesFixture.of(ProcessMachines.open(state, new EchoGuestServices()));
        MachineSpec one = lab.start("echo up; (sleep 6000 & wait)");
        MachineSpec other = lab.start("echo up; (sleep 6000 & wait)");
        await().until(() -> lab.console(one).contains("up") && lab.console(other).contains("up"));

        lab.machines().terminate(one.instanceId());
        lab.end(one);
        lab.close();

        await().untilAsserted(() -> assertThat(lab.processesWith("sleep 6000")).isEmpty());
        assertThat(state).isEmptyDirectory();
    }
}

package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.machines.relay.ControlPlaneAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines in process mode; the scripts write only into their own directory. */
class ProcessMachinesTest {
    @TempDir private Path state = Path.of("/");

    @Test
    void environmentNamesDirectoryAddressAndMetadataEndpoint() throws Exception {
        try (MachinesFixture fixture = MachinesFixture.of(machines())) {
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
        MachinesFixture fixture = MachinesFixture.of(machines());
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

    @Test
    void machineThatDoesNotStartLeavesNoMetadataServer() throws Exception {
        // The threads of a metadata server belong to the group of the thread that starts it.
        ThreadGroup group = new ThreadGroup("start of the machine");
        try (ProcessMachines machines = machines()) {
            // An environment variable cannot contain a NUL.
            MachineSpec spec = spec("i-0", "host\0");

            FutureTask<Boolean> start =
                    new FutureTask<>(
                            () -> {
                                machines.start(spec, () -> {}, () -> {});
                                return true;
                            });
            new Thread(group, start).start();

            assertThatThrownBy(start::get).hasCauseInstanceOf(IllegalArgumentException.class);
            await().until(() -> group.activeCount() == 0);
        }
    }

    @Test
    void closedMachinesStartNoMachine() throws Exception {
        ProcessMachines machines = machines();
        machines.close();

        assertThatThrownBy(() -> machines.start(spec("i-0", "host"), () -> {}, () -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("the local cloud ends");
        assertThat(state).isEmptyDirectory();
    }

    @Test
    void endsProgramsThatLeftTheirSession() throws Exception {
        try (MachinesFixture fixture = MachinesFixture.of(machines())) {
            MachineSpec machine =
                    fixture.start(
                            "(setsid sleep 6100 &); setsid env -i sleep 6200 & cd /",
                            "(setsid env -i sleep 6300 &); echo up; wait");
            await().until(() -> fixture.console(machine).contains("up"));
            await().until(() -> fixture.processesWith("sleep 6100").findAny().isPresent());
            await().until(() -> fixture.processesWith("sleep 6300").findAny().isPresent());

            fixture.machines().terminate(machine.instanceId());
            fixture.end(machine);

            await().untilAsserted(
                            () -> {
                                assertThat(fixture.processesWith("sleep 6100")).isEmpty();
                                assertThat(fixture.processesWith("sleep 6200")).isEmpty();
                                assertThat(fixture.processesWith("sleep 6300")).isEmpty();
                            });
        }
    }

    @Test
    void programsOfTheUserInTheDirectoryOfAnInstanceStay() throws Exception {
        Process editor;
        try (MachinesFixture fixture = MachinesFixture.of(machines())) {
            MachineSpec machine = fixture.start("echo up; exec sleep 6400");
            await().until(() -> fixture.console(machine).contains("up"));
            Path directory = state.resolve("machines").resolve(machine.instanceId());
            ProcessBuilder builder =
                    new ProcessBuilder("tail", "-f", directory.resolve("user-data").toString())
                            .directory(directory.toFile());
            builder.environment().put("PWD", directory.toString());
            editor = builder.start();

            fixture.machines().terminate(machine.instanceId());
            fixture.end(machine);

            await().until(() -> fixture.processesWith("sleep 6400").findAny().isEmpty());
            assertThat(directory).doesNotExist();
        }
        assertThat(editor.isAlive()).isTrue();
        editor.destroyForcibly();
    }

    @Test
    void agentSettingsStayInTheDirectoryAndNameTheControlPlane() throws Exception {
        Path file =
                Files.writeString(state.resolve("server.json"), "{\"url\":\"http://127.0.0.1:1\"}");
        ProcessMachines machines =
                ProcessMachines.open(
                        state.resolve("cloud"),
                        new EchoGuestServices(),
                        new ControlPlaneAddress(file),
                        Optional.of(Path.of("/image")));
        try (MachinesFixture fixture = MachinesFixture.of(machines)) {
            MachineSpec machine =
                    fixture.start(
                            "echo $SPORED_SERVER $SPORED_IMAGE; cd $SPORED_ROOT && pwd",
                            "curl -s $SPORED_METADATA/; echo; eval \"$SPORED_POWEROFF\"");

            assertThat(fixture.end(machine))
                    .startsWith("http://127.0.0.1:1 /image\n" + state.toRealPath())
                    .endsWith("\n" + machine.instanceId() + "\n");
        }
    }

    private static MachineSpec spec(String id, String hostname) {
        return new MachineSpec(
                id,
                "t3.micro",
                1L << 30,
                hostname,
                "10.77.0.4",
                "198.18.0.1",
                new byte[0],
                Duration.ZERO);
    }

    private ProcessMachines machines() throws IOException {
        return ProcessMachines.open(
                state,
                new EchoGuestServices(),
                new ControlPlaneAddress(state.resolve("server.json")),
                Optional.empty());
    }
}

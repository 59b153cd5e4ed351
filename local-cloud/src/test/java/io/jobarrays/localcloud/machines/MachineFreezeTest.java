package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.base.MachineSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Freezes and thaws real machines. */
@TestInstance(Lifecycle.PER_CLASS)
class MachineFreezeTest {
    private static final String COUNTER =
            "n=0; while :; do n=$((n + 1)); echo \"n=$n\"; sleep 0.02; done";

    private Path file = Path.of("/");
    private MachinesFixture fixture;

    @BeforeAll
    void open(@TempDir Path state) throws IOException {
        file = state.resolve("server.json");
        fixture = MachinesFixture.open(state, Optional.empty());
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void thawedProcessesResumeUnderAnotherPublicAddress() throws Exception {
        MachineSpec machine = fixture.start("setsid sleep 7000 &", COUNTER);
        await().until(() -> fixture.console(machine).contains("n=3\n"));

        fixture.machines().freeze(machine);
        List<String> before = fixture.console(machine).lines().toList();
        List<Character> states = states(machine);
        String pid = pid("sleep 7000");
        MachineSpec resumed = under("54.1.9.9", machine);
        fixture.machines().thaw(resumed);

        assertThat(states).hasSizeGreaterThan(3).containsOnly('T');
        await().until(() -> fixture.console(machine).lines().count() > before.size() + 5);
        List<String> after = fixture.console(machine).lines().toList();
        assertThat(after).startsWith(before.toArray(String[]::new));
        assertThat(after).isEqualTo(counted(after.size()));
        assertThat(pid("sleep 7000")).isEqualTo(pid);
        assertThat(fixture.run("timeout 2 bash -c '</dev/tcp/54.1.9.9/1'"))
                .as("its new address is routed to it")
                .contains("Connection refused");
        assertThat(fixture.run("timeout 2 bash -c '</dev/tcp/" + machine.publicIp() + "/1'"))
                .doesNotContain("Connection refused");
        assertThat(fixture.run("timeout 2 bash -c '</dev/tcp/" + machine.privateIp() + "/1'"))
                .contains("Connection refused");
        end(machine);
    }

    @Test
    void frozenMachineWritesNothing() throws Exception {
        MachineSpec machine = fixture.start("(while :; do :; done) & " + COUNTER);
        await().until(() -> fixture.console(machine).contains("n=3\n"));

        fixture.machines().freeze(machine);

        String console = fixture.console(machine);
        assertThat(states(machine)).containsOnly('T');
        await().during(Duration.ofMillis(300))
                .until(() -> fixture.console(machine).equals(console));
        end(machine);
    }

    @Test
    void freezeClosesConnectionsToTheControlPlane() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Files.writeString(file, "{\"url\":\"http://127.0.0.1:" + server.getLocalPort() + "\"}");
            MachineSpec machine =
                    fixture.start(
                            "exec 3<>/dev/tcp/169.254.169.252/80; echo x >&3; cat <&3; echo eof");
            try (Socket line = server.accept()) {
                assertThat(line.getInputStream().read()).isEqualTo('x');

                fixture.machines().freeze(machine);

                line.setSoTimeout(10_000);
                assertThat(line.getInputStream().readAllBytes()).hasSize(1);
                assertThat(fixture.console(machine)).isEmpty();
                fixture.machines().thaw(machine);
                await().until(() -> fixture.console(machine).equals("eof\n"));
            }
            end(machine);
        }
    }

    @Test
    void frozenMachineIsUnreachable() throws Exception {
        MachineSpec machine = fixture.start("echo up; sleep 7100");
        await().until(() -> fixture.console(machine).contains("up"));
        String connect = "timeout 2 bash -c '</dev/tcp/" + machine.privateIp() + "/1'";

        fixture.machines().freeze(machine);
        String frozen = fixture.run(connect);
        fixture.machines().thaw(machine);

        assertThat(frozen).doesNotContain("Connection refused");
        assertThat(fixture.run(connect)).contains("Connection refused");
        end(machine);
    }

    @Test
    void frozenMachineCanBeTerminated() throws Exception {
        MachineSpec machine = fixture.start("echo up; setsid sleep 7200 & sleep 7200");
        await().until(() -> fixture.console(machine).contains("up"));
        fixture.machines().freeze(machine);

        end(machine);

        assertThat(fixture.processesWith("sleep 7200")).isEmpty();
    }

    @Test
    void parentDoesNotSeeItsChildStop() throws Exception {
        MachineSpec machine =
                fixture.start(
                        "exec perl -MPOSIX=:sys_wait_h -e '$| = 1; print \"up\\n\";",
                        "$p = fork or exec qw(sleep 7600);",
                        "while (waitpid($p, WUNTRACED) > 0) { print \"stopped\\n\" }'");
        await().until(() -> fixture.processesWith("sleep 7600").findAny().isPresent());

        for (int i = 0; i < 10; i++) {
            fixture.machines().freeze(machine);
            fixture.machines().thaw(machine);
        }

        await().until(() -> state(pid("sleep 7600")) == 'S');
        assertThat(fixture.console(machine)).isEqualTo("up\n");
        end(machine);
    }

    @Test
    void closingEndsFrozenMachines(@TempDir Path state) throws Exception {
        MachinesFixture other = MachinesFixture.open(state, Optional.empty());
        MachineSpec machine = other.start("echo up; setsid sleep 7500 & sleep 7500");
        await().until(() -> other.console(machine).contains("up"));
        other.machines().freeze(machine);

        other.close();

        await().untilAsserted(() -> assertThat(fixture.processesWith("sleep 7500")).isEmpty());
    }

    @Test
    void processStoppedBeforeTheFreezeStaysStopped() throws Exception {
        MachineSpec machine = fixture.start("sleep 7300 & sleep 0.3; kill -STOP $!; sleep 7400");
        await().until(() -> fixture.processesWith("sleep 7400").findAny().isPresent());
        // A signal that is sent takes effect only when its process is scheduled.
        await().until(() -> state(pid("sleep 7300")) == 'T');

        fixture.machines().freeze(machine);
        fixture.machines().thaw(machine);

        await().until(() -> state(pid("sleep 7400")) == 'S');
        assertThat(state(pid("sleep 7300"))).isEqualTo('T');
        end(machine);
    }

    private void end(MachineSpec machine) throws InterruptedException {
        fixture.machines().terminate(machine.instanceId());
        fixture.end(machine);
    }

    private String pid(String text) {
        return fixture.processesWith(text)
                .filter(it -> !it.info().commandLine().orElse("").contains("sh"))
                .map(it -> "" + it.pid())
                .findFirst()
                .orElseThrow();
    }

    /** States of the machine's processes, without zombies. */
    private List<Character> states(MachineSpec machine) {
        return fixture.processesWith("local-cloud/init " + machine.instanceId())
                .flatMap(init -> Stream.concat(Stream.of(init), init.descendants()))
                .map(it -> state("" + it.pid()))
                .filter(state -> state != 'Z')
                .toList();
    }

    private static char state(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return 'X';
        }
    }

    private static List<String> counted(int count) {
        return Stream.iterate(1, n -> n + 1).limit(count).map(n -> "n=" + n).toList();
    }

    private static MachineSpec under(String publicIp, MachineSpec it) {
        return new MachineSpec(
                it.instanceId(),
                it.instanceType(),
                it.memoryBytes(),
                it.hostname(),
                it.privateIp(),
                publicIp,
                it.userData(),
                it.clockOffset());
    }
}

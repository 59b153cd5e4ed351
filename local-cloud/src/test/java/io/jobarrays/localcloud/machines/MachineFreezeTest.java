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

/** Real machines, whoever runs the tests: frozen, and going on where they were. */
@TestInstance(Lifecycle.PER_CLASS)
class MachineFreezeTest {
    private static final String COUNTER =
            "n=0; while :; do n=$((n + 1)); echo \"n=$n\"; sleep 0.02; done";

    private Path file = Path.of("/");
    private MachinesFixture lab;

    @BeforeAll
    void open(@TempDir Path state) throws IOException {
        file = state.resolve("server.json");
        lab = MachinesFixture.open(state, Optional.empty());
    }

    @AfterAll
    void close() {
        lab.close();
    }

    @Test
    void whatRanGoesOnWhereItWasUnderAnotherPublicAddress() throws Exception {
        MachineSpec machine = lab.start("setsid sleep 7000 &", COUNTER);
        await().until(() -> lab.console(machine).contains("n=3\n"));

        lab.machines().freeze(machine);
        List<String> before = lab.console(machine).lines().toList();
        List<Character> states = states(machine);
        String pid = pid("sleep 7000");
        MachineSpec elsewhere = under("54.1.9.9", machine);
        lab.machines().thaw(elsewhere);

        assertThat(states).hasSizeGreaterThan(3).containsOnly('T');
        await().until(() -> lab.console(machine).lines().count() > before.size() + 5);
        List<String> after = lab.console(machine).lines().toList();
        assertThat(after).startsWith(before.toArray(String[]::new));
        assertThat(after).isEqualTo(counted(after.size()));
        assertThat(pid("sleep 7000")).isEqualTo(pid);
        assertThat(lab.run("timeout 2 bash -c '</dev/tcp/54.1.9.9/1'"))
                .as("its new address leads to it")
                .contains("Connection refused");
        assertThat(lab.run("timeout 2 bash -c '</dev/tcp/" + machine.publicIp() + "/1'"))
                .doesNotContain("Connection refused");
        assertThat(lab.run("timeout 2 bash -c '</dev/tcp/" + machine.privateIp() + "/1'"))
                .contains("Connection refused");
        end(machine);
    }

    @Test
    void nothingIsWrittenWhileItIsFrozen() throws Exception {
        MachineSpec machine = lab.start("(while :; do :; done) & " + COUNTER);
        await().until(() -> lab.console(machine).contains("n=3\n"));

        lab.machines().freeze(machine);

        String console = lab.console(machine);
        assertThat(states(machine)).containsOnly('T');
        await().during(Duration.ofMillis(300)).until(() -> lab.console(machine).equals(console));
        end(machine);
    }

    @Test
    void theControlPlaneSeesItGoneAndItSeesTheLineClosed() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Files.writeString(file, "{\"url\":\"http://127.0.0.1:" + server.getLocalPort() + "\"}");
            MachineSpec machine =
                    lab.start("exec 3<>/dev/tcp/169.254.169.252/80; echo x >&3; cat <&3; echo eof");
            try (Socket line = server.accept()) {
                assertThat(line.getInputStream().read()).isEqualTo('x');

                lab.machines().freeze(machine);

                line.setSoTimeout(10_000);
                assertThat(line.getInputStream().readAllBytes()).hasSize(1);
                assertThat(lab.console(machine)).isEmpty();
                lab.machines().thaw(machine);
                await().until(() -> lab.console(machine).equals("eof\n"));
            }
            end(machine);
        }
    }

    @Test
    void othersReachItNoMoreUntilItGoesOn() throws Exception {
        MachineSpec machine = lab.start("echo up; sleep 7100");
        await().until(() -> lab.console(machine).contains("up"));
        String knock = "timeout 2 bash -c '</dev/tcp/" + machine.privateIp() + "/1'";

        lab.machines().freeze(machine);
        String frozen = lab.run(knock);
        lab.machines().thaw(machine);

        assertThat(frozen).doesNotContain("Connection refused");
        assertThat(lab.run(knock)).contains("Connection refused");
        end(machine);
    }

    @Test
    void aFrozenMachineCanBeEnded() throws Exception {
        MachineSpec machine = lab.start("echo up; setsid sleep 7200 & sleep 7200");
        await().until(() -> lab.console(machine).contains("up"));
        lab.machines().freeze(machine);

        end(machine);

        assertThat(lab.processesWith("sleep 7200")).isEmpty();
    }

    @Test
    void whoWaitsForAChildDoesNotSeeItStopped() throws Exception {
        MachineSpec machine =
                lab.start(
                        "exec perl -MPOSIX=:sys_wait_h -e '$| = 1; print \"up\\n\";",
                        "$p = fork or exec qw(sleep 7600);",
                        "while (waitpid($p, WUNTRACED) > 0) { print \"stopped\\n\" }'");
        await().until(() -> lab.processesWith("sleep 7600").findAny().isPresent());

        for (int i = 0; i < 10; i++) {
            lab.machines().freeze(machine);
            lab.machines().thaw(machine);
        }

        await().until(() -> state(pid("sleep 7600")) == 'S');
        assertThat(lab.console(machine)).isEqualTo("up\n");
        end(machine);
    }

    @Test
    void theEndOfTheCloudEndsTheFrozenToo(@TempDir Path state) throws Exception {
        MachinesFixture other = MachinesFixture.open(state, Optional.empty());
        MachineSpec machine = other.start("echo up; setsid sleep 7500 & sleep 7500");
        await().until(() -> other.console(machine).contains("up"));
        other.machines().freeze(machine);

        other.close();

        await().untilAsserted(() -> assertThat(lab.processesWith("sleep 7500")).isEmpty());
    }

    @Test
    void whatSomebodyInsideHadStoppedStaysStopped() throws Exception {
        MachineSpec machine = lab.start("sleep 7300 & sleep 0.3; kill -STOP $!; sleep 7400");
        await().until(() -> lab.processesWith("sleep 7400").findAny().isPresent());

        lab.machines().freeze(machine);
        lab.machines().thaw(machine);

        await().until(() -> state(pid("sleep 7400")) == 'S');
        assertThat(state(pid("sleep 7300"))).isEqualTo('T');
        end(machine);
    }

    private void end(MachineSpec machine) throws InterruptedException {
        lab.machines().terminate(machine.instanceId());
        lab.end(machine);
    }

    private String pid(String words) {
        return lab.processesWith(words)
                .filter(it -> !it.info().commandLine().orElse("").contains("sh"))
                .map(it -> "" + it.pid())
                .findFirst()
                .orElseThrow();
    }

    /** Those that have ended and wait for their parent to notice are in no state. */
    private List<Character> states(MachineSpec machine) {
        return lab.processesWith("local-cloud/init " + machine.instanceId())
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
                it.instanceId(), it.hostname(), it.privateIp(), publicIp, it.userData());
    }
}

package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.InstalledTools;
import io.jobarrays.localcloud.base.MachineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** SSH between real machines with the same key. */
@TestInstance(Lifecycle.PER_CLASS)
class SshTest {
    private static final String SSH =
            "ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
                    + " -o BatchMode=yes -i /root/key ";

    private Path directory = Path.of("/");
    private MachinesFixture fixture;

    @BeforeAll
    void open(@TempDir Path state, @TempDir Path keys) throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("sshd needs more users than an ordinary user's instances have")
                .isEqualTo("root");
        InstalledTools.require("sshd");
        directory = keys;
        Process created =
                new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key")
                        .directory(keys.toFile())
                        .start();
        assertThat(created.waitFor()).isZero();
        fixture = MachinesFixture.open(state, Optional.empty());
    }

    @AfterAll
    @SuppressWarnings("NullAway") // null if the tests are skipped
    void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void membersRunCommandsOnEachOtherByKey() throws Exception {
        MachineSpec other = fixture.start(key(), "echo up; sleep 8000");
        await().until(() -> fixture.console(other).contains("up"));

        String console =
                fixture.run(
                        key(),
                        "stat -c %a /root/.ssh",
                        "until "
                                + SSH
                                + other.privateIp()
                                + " true; do sleep 0.1; done 2>/dev/null",
                        SSH + other.privateIp() + " 'hostname; echo $AWS_ENDPOINT_URL; id -un'",
                        SSH + "-o PubkeyAuthentication=no " + other.privateIp() + " true");

        assertThat(console.lines())
                .startsWith("700", other.hostname(), "http://169.254.169.251", "root")
                .anyMatch(line -> line.contains("Permission denied (publickey)"));
        end(other);
    }

    @Test
    void mpirunStartsRanksOnAllMembers() throws Exception {
        InstalledTools.require("mpirun");
        MachineSpec other = fixture.start(key(), "echo up; sleep 8100");
        await().until(() -> fixture.console(other).contains("up"));

        String console =
                fixture.run(
                        key(),
                        "export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1",
                        "until "
                                + SSH
                                + other.privateIp()
                                + " true; do sleep 0.1; done 2>/dev/null",
                        "printf '%s slots=1\\n' $(hostname) " + other.privateIp() + " >hosts",
                        "mpirun --mca plm_rsh_agent '" + SSH + "' -hostfile hosts -np 2 hostname");

        // Open MPI may warn that setpgid came after the start of its ssh, which changes nothing.
        assertThat(console.lines().filter(line -> line.startsWith("ip-")))
                .contains(other.hostname())
                .hasSize(2);
        end(other);
    }

    private String key() throws IOException {
        return """
               umask 077; cd /root
               echo '%s' >.ssh/authorized_keys
               cat >key <<'END'
               %sEND"""
                .formatted(
                        Files.readString(directory.resolve("key.pub")).strip(),
                        Files.readString(directory.resolve("key")));
    }

    private void end(MachineSpec machine) throws InterruptedException {
        fixture.machines().terminate(machine.instanceId());
        fixture.end(machine);
    }
}

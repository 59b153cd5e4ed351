package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/** File systems of real machines: what they see of the host and what they can change. */
@TestInstance(Lifecycle.PER_CLASS)
class MachineDiskTest {
    private static final Path HIDDEN = Path.of("/usr/share/doc");

    private Path token = Path.of("/");
    private MachinesFixture fixture;

    @BeforeAll
    void open(@TempDir Path state, @TempDir Path image) throws IOException {
        token = Files.writeString(state.resolve("token"), "the token");
        Files.writeString(image.resolve("agent"), "the agent\n");
        fixture = MachinesFixture.open(state, Optional.of(image), HIDDEN);
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void scriptChangesItsMachineButNotTheHost() throws Exception {
        String name = "written-by-a-machine-" + ProcessHandle.current().pid();

        String console =
                fixture.run(
                        "set -e; cd /",
                        "for d in /etc /etc/profile.d /usr/local /usr/local/bin /usr/bin /opt",
                        "do echo x >$d/" + name + "; done",
                        "for d in /var/log /var/lib /root /home /srv /mnt /tmp /var/tmp /run /",
                        "do echo x >$d/" + name + "; done",
                        "echo x >~/.ssh/config; echo '# x' >>/etc/hosts; echo '# x' >>/etc/passwd",
                        "echo all written");

        assertThat(console).isEqualTo("all written\n");
        for (String directory :
                "/etc /usr/local /usr/bin /opt /var/log /root /tmp".split(" ", -1)) {
            assertThat(Files.exists(Path.of(directory, name))).as(directory).isFalse();
        }
    }

    @Test
    void removingAllOfOptKeepsTheImage() throws Exception {
        String console =
                fixture.run(
                        "rm -rf /opt/* /usr/local/bin/* 2>/dev/null",
                        "ls /opt /usr/local/bin; cat /opt/spored/agent");

        assertThat(console).isEqualTo("/opt:\nspored\n\n/usr/local/bin:\nthe agent\n");
    }

    @Test
    void stateDirectoryIsUnreachable() throws Exception {
        String console =
                fixture.run(
                        "cat " + token + " /proc/*/root" + token + " /proc/*/cwd" + token,
                        "umount " + HIDDEN + " /opt /usr /proc; cat " + token);

        assertThat(console).contains("No such file").doesNotContain("the token");
    }

    @Test
    void hiddenDirectoriesDoNotExist() throws Exception {
        assertThat(HIDDEN).isDirectory();
        assertThat(fixture.run("ls " + HIDDEN + " || echo gone")).contains("gone");
    }

    @Test
    void homeContainsOnlyTools() throws Exception {
        String console = fixture.run("ls -A " + System.getProperty("user.home") + "/.ssh ~/.aws");

        assertThat(console).doesNotContain("known_hosts", "id_", "credentials");
    }

    @Test
    void kernelSettingsOfTheHostAreReadOnly() throws Exception {
        String console =
                fixture.run(
                        "echo 1 >/proc/sys/vm/drop_caches",
                        "echo 1 >/proc/irq/default_smp_affinity",
                        "echo 1 >/sys/kernel/rcu_expedited; touch /dev/x");

        assertThat(console.lines()).hasSize(4).allMatch(line -> line.contains("Read-only"));
    }

    @Test
    void programsOfTheHostCanBeRun() throws Exception {
        String console =
                fixture.run(
                        "\"$JAVA_HOME/bin/java\" -version; bash -c 'echo bash'; jq -n 1; sudo -E id");

        assertThat(console).contains("openjdk version \"25", "bash\n1\n", "uid=0(root)");
    }

    @Test
    void stoppedMachineKeepsItsDisk() throws Exception {
        MachineSpec machine =
                fixture.start("echo kept >/root/kept; echo 1st >>/root/boots; echo up");
        await().until(() -> fixture.console(machine).contains("up"));
        fixture.machines().stop(machine.instanceId());
        fixture.end(machine);

        fixture.start(machine);

        await().untilAsserted(() -> assertThat(fixture.has(machine, "/root/kept")).isTrue());
        assertThat(fixture.console(machine)).as("user data ran once").containsOnlyOnce("up");
        fixture.machines().terminate(machine.instanceId());
        fixture.end(machine);
        await().untilAsserted(() -> assertThat(fixture.has(machine, "/root/kept")).isFalse());
    }
}

package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jobarrays.localcloud.base.MachineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Stand-ins for systemd's programs in real machines. */
@TestInstance(Lifecycle.PER_CLASS)
class StandInsTest {
    private static final Path BOOTSTRAP = Path.of("../src/main/resources/bootstrap.sh");

    private static final String ONE_SENTENCE =
            "[145] 1 .*(use|run|read|start|ask|known|install|lists).*";

    private static final String AWAIT = "until systemctl is-active spored; do sleep 0.1; done";

    private MachinesFixture fixture;

    @BeforeAll
    void open(@TempDir Path state, @TempDir Path image) throws IOException {
        Path bin = Files.createDirectories(image.resolve("bin"));
        Path spored = bin.resolve("spored");
        // An agent that runs until a signal ends it, or ends with 0 if /run/done exists.
        Files.writeString(
                spored,
                """
                #!/bin/sh
                [ ! -e /run/done ] || exit 0
                echo begun
                exec perl -e 'sleep 9000' spored.jar
                """);
        assertThat(spored.toFile().setExecutable(true)).isTrue();
        fixture = MachinesFixture.open(state, Optional.of(image));
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void loopDoesNotRestartAStoppedAgent() throws Exception {
        String console =
                fixture.run(
                        loop(),
                        AWAIT,
                        "systemctl stop spored; sleep 1.5; systemctl is-active spored",
                        "systemctl start spored; " + AWAIT,
                        "grep -c begun /var/log/spored.log");

        assertThat(console.lines().filter(it -> !it.equals("activating")))
                .containsSubsequence("active", "inactive", "active", "2");
    }

    @Test
    void killedAgentIsRestartedAndRestartReplacesIt() throws Exception {
        String console =
                fixture.run(
                        loop(),
                        AWAIT,
                        "pid() { systemctl status spored | sed -n 's/.*PID: //p'; }",
                        "first=$(pid); kill -9 $first",
                        "while kill -0 $first 2>/dev/null; do sleep 0.1; done; " + AWAIT,
                        "second=$(pid); [ $second != $first ] && echo another",
                        "systemctl restart spored; " + AWAIT,
                        "[ $(pid) != $second ] && echo a third",
                        "grep -c begun /var/log/spored.log; pgrep -fc 'until ./opt/spored'");

        assertThat(console.lines()).containsSubsequence("another", "a third", "3", "1");
    }

    @Test
    void agentIsStartedAtALaterBootAndRestarted() throws Exception {
        MachineSpec machine =
                fixture.start("mkdir -p /etc/spawn; : >/etc/spawn/agent.env; poweroff");
        fixture.end(machine);

        fixture.start(machine);

        await().until(() -> agents() == 1);
        long first = agent();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await().until(() -> agents() == 1 && agent() != first);
        fixture.machines().terminate(machine.instanceId());
        fixture.end(machine);
    }

    @Test
    void rebootEndsAllProcessesAndStartsTheAgentOnTheSameDisk() throws Exception {
        MachineSpec machine =
                fixture.start(
                        "mkdir -p /etc/spawn; : >/etc/spawn/agent.env; : >/run/done",
                        "setsid sleep 4000 & (trap '' TERM; sleep 4000) & reboot");

        // With /run/done, which a boot removes, it would end at once.
        await().untilAsserted(
                        () -> assertThat(agents()).as("agents of %s", processes()).isEqualTo(1));

        assertThat(fixture.processesWith("sleep 4000")).isEmpty();
        fixture.machines().terminate(machine.instanceId());
        fixture.end(machine);
    }

    @Test
    void agentThatExitsWithZeroIsNotRestarted() throws Exception {
        String console =
                fixture.run(
                        ": >/run/done", loop(), "wait", "systemctl is-active spored || echo $?");

        assertThat(console).isEqualTo("inactive\n3\n");
    }

    @Test
    void scheduledShutdownCanBeCancelled() throws Exception {
        String console =
                fixture.run(
                        "shutdown -h +1 bye; sleep 0.2; pgrep -fc 'sleep 60'",
                        "shutdown -c; sleep 0.2; pgrep -fc 'sleep 60'",
                        "shutdown; sleep 0.2; shutdown -P +2; sleep 0.2",
                        "pgrep -fa 'sleep (60|120)' | grep -c sh; shutdown -c && echo cancelled");

        assertThat(console.lines()).endsWith("0", "1", "cancelled");
        assertThat(console.lines().findFirst()).isNotEqualTo(Optional.of("0"));
    }

    @Test
    void scheduledShutdownEndsTheMachine() throws Exception {
        // Replaces sleep, so that the scheduled minutes take 0.2 seconds.
        MachineSpec machine =
                fixture.start(
                        "printf '#!/bin/sh\\nexec /bin/sleep.real 0.2\\n' >/tmp/sleep",
                        "cp /bin/sleep /bin/sleep.real; chmod +x /tmp/sleep; cp --remove-destination /tmp/sleep /bin/sleep",
                        "shutdown +5; while :; do :; done");

        fixture.end(machine);
    }

    @Test
    void wallSucceedsWithoutTerminals() throws Exception {
        String console =
                fixture.run(
                        "wall hello; echo $?; echo hello | wall; echo $?; wall -n 'a b'; echo $?");

        assertThat(console).isEqualTo("0\n0\n0\n");
    }

    @Test
    void whatProgramsLogIsInMessagesAndInTheJournal() throws Exception {
        String console =
                fixture.run(
                        "until [ -S /run/dev-log ]; do sleep 0.1; done",
                        "logger -t begin 'a line'; logger -t other more",
                        "exec > >(tee /root/copy | logger -t user-data -s 2>/dev/console) 2>&1",
                        "echo from a snippet; exec >/dev/console 2>&1",
                        "until grep -q snippet /var/log/messages; do sleep 0.1; done",
                        "journalctl -t begin --no-pager; journalctl -u nginx; echo $?");

        assertThat(console)
                .contains("user-data: from a snippet\n")
                .containsPattern("\n[A-Z][a-z]{2} .{11} ip-10-77-0-[0-9]+ begin: a line\n")
                .doesNotContain("other: more")
                .endsWith("is what programs sent to /dev/log\n1\n");
    }

    @Test
    void programsThatCannotWorkSayInOneSentenceWhatToUse() throws Exception {
        String console =
                fixture.run(
                        "for program in 'crontab -l' 'at now' 'systemd-run true' 'loginctl'"
                                + " 'systemctl start nginx' 'service nginx start'"
                                + " 'systemctl --now enable docker' 'yum install -y no-such-package'"
                                + " 'journalctl --since today' 'timedatectl set-time 0'"
                                + " 'cloud-init clean' 'hostnamectl set-location x'"
                                + " 'ec2-metadata --colour'; do",
                        "said=$($program 2>&1 >/dev/null)",
                        "echo \"$? $(echo \"$said\" | wc -l) $said\"; done");

        assertThat(console.lines()).hasSize(13).allMatch(line -> line.matches(ONE_SENTENCE));
    }

    @Test
    void programsOfAmazonLinuxThatNeedNoSystemdWork() throws Exception {
        String console =
                fixture.run(
                        "cloud-init status --wait; systemctl is-system-running",
                        "yum install -y bash; dnf -y -q update",
                        "hostnamectl set-hostname a.example; hostname -f; hostname -s",
                        "timedatectl set-timezone Etc/GMT-3; date +%z",
                        "systemctl is-active nginx; systemctl is-active --quiet nginx; echo $?",
                        "cat /var/lib/cloud/data/instance-id",
                        "flock /var/lock/x echo locked; init 3 2>&1; echo $?",
                        "journalctl -xeu spored -n1; systemctl list-units | grep -c spored");

        assertThat(console.lines())
                .startsWith(
                        "status: done", "running", "bash is already installed.", "Nothing to do.")
                .containsSubsequence("a.example", "a", "+0300", "inactive", "3", "locked", "1")
                .endsWith("1");
    }

    @Test
    void idsOfMachineAndBootAreItsOwn() throws Exception {
        String print = "cat /etc/machine-id /proc/sys/kernel/random/boot_id";
        MachineSpec machine = fixture.start(print, "poweroff");
        String other = fixture.run(print);

        List<String> ids = fixture.end(machine).lines().toList();

        Path ofHost = Path.of("/proc/sys/kernel/random/boot_id");
        assertThat(ids).hasSize(2).doesNotContain(Files.readString(ofHost).strip());
        assertThat(ids.getFirst()).matches("[0-9a-f]{32}");
        assertThat(other.lines()).hasSize(2).doesNotContainAnyElementsOf(ids);
    }

    @Test
    void sudoBecomesTheUserOfItsOption() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "other users have one user id");
        String console =
                fixture.run(
                        "sudo id -un; sudo -u ec2-user -H sh -c 'id -un; echo $HOME; id -Gn'",
                        "[ ! -u /usr/bin/sudo ] || su ec2-user -c 'sudo id -un'",
                        "cd /home/ec2-user && sudo -u nobody touch x 2>&1");

        assertThat(console.lines())
                .startsWith("root", "ec2-user", "/home/ec2-user")
                .last()
                .asString()
                .contains("Permission denied");
        assertThat(console).contains(" adm");
    }

    private List<String> processes() {
        return fixture.processesWith("")
                .map(process -> process.info().commandLine().orElse(""))
                .toList();
    }

    private long agents() {
        return fixture.processesWith("sleep 9000 spored.jar").count();
    }

    private long agent() {
        return fixture.processesWith("sleep 9000 spored.jar").findFirst().orElseThrow().pid();
    }

    /** The loop in the user data of a job array. */
    private static String loop() throws IOException {
        String line =
                Files.readAllLines(BOOTSTRAP).stream()
                        .filter(text -> text.contains("setsid sh -c \"until"))
                        .findFirst()
                        .orElseThrow();
        return "root=; spored=/opt/spored; " + line.strip();
    }
}

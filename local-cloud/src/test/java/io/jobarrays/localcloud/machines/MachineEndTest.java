package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.machines.vpc.RelayProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real machines, whoever runs the tests: nothing of them outlives their end. */
class MachineEndTest {
    @TempDir private Path state = Path.of("/");

    @Test
    void poweroffEndsAMachineWithAllItStarted() throws Exception {
        try (MachinesFixture lab = MachinesFixture.open(state, Optional.empty())) {
            MachineSpec machine =
                    lab.start("setsid sleep 1000 & (trap '' TERM; sleep 1000) & sudo poweroff");

            lab.end(machine);

            assertThat(lab.processesWith("sleep 1000")).isEmpty();
        }
    }

    @Test
    void tenMachinesAreTerminatedTogether() throws Exception {
        try (MachinesFixture lab = MachinesFixture.open(state, Optional.empty())) {
            List<MachineSpec> machines = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                machines.add(lab.start("echo up; trap '' TERM; sleep 2000"));
            }
            for (MachineSpec machine : machines) {
                await().until(() -> lab.console(machine).contains("up"));
            }

            Instant begin = Instant.now();
            machines.forEach(machine -> lab.machines().terminate(machine.instanceId()));
            for (MachineSpec machine : machines) {
                lab.end(machine);
            }

            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
            assertThat(lab.processesWith("sleep 2000")).isEmpty();
        }
    }

    @Test
    void aMachineTerminatedWhileItBootsIsGoneToo() throws Exception {
        try (MachinesFixture lab = MachinesFixture.open(state, Optional.empty())) {
            MachineSpec machine = lab.start("sleep 3000");

            lab.machines().terminate(machine.instanceId());

            lab.end(machine);
            assertThat(lab.processesWith("sleep 3000")).isEmpty();
        }
    }

    @Test
    void closingLeavesNoProcessAndNoMount() throws Exception {
        List<String> mounts = Files.readAllLines(Path.of("/proc/self/mountinfo"));
        MachinesFixture lab = MachinesFixture.open(state, Optional.empty());
        MachineSpec machine = lab.start("echo up; sleep 4000");
        await().until(() -> lab.console(machine).contains("up"));
        List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
        assertThat(processes).hasSizeGreaterThan(3);

        lab.close();

        await().until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(Files.readAllLines(Path.of("/proc/self/mountinfo"))).isEqualTo(mounts);
    }

    @Test
    void killingTheCloudEndsEverything(@TempDir Path temporary) throws Exception {
        Process cloud = cloud(List.of(), temporary, 3, "#!/bin/sh\nsetsid sleep 5000\n");
        try (BufferedReader said = cloud.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("booted");
        }
        List<ProcessHandle> processes = cloud.descendants().toList();
        assertThat(processes).hasSizeGreaterThan(10);

        cloud.destroyForcibly().waitFor();

        await().until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(entries(temporary)).isEmpty();
    }

    @Test
    void aHostWithMountsInsideItsDirectoriesRunsMachinesToo(@TempDir Path temporary)
            throws Exception {
        List<String> withMounts =
                List.of(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs x /usr/share/doc && mount -t tmpfs x /var/lib/misc"
                                + " && exec \"$@\"",
                        "sh");
        String script =
                "#!/bin/sh\necho x >/usr/share/x && echo x >/var/lib/x && echo written; poweroff";

        Process cloud = cloud(withMounts, temporary, 1, script);

        try (BufferedReader said = cloud.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.lines()).contains("booted", "written");
        }
        assertThat(cloud.waitFor()).isZero();
    }

    /** A cloud in a process of its own, which says "booted" when all its machines are. */
    private Process cloud(List<String> within, Path temporary, int machines, String script)
            throws IOException {
        List<String> java =
                List.of(
                        RelayProcess.JAVA.toString(),
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        MachinesProcess.class.getName(),
                        state.toString(),
                        Integer.toString(machines),
                        script);
        return new ProcessBuilder(Stream.concat(within.stream(), java.stream()).toList())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}

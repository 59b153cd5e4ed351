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
import org.junit.jupiter.api.parallel.Isolated;

/** End of real machines: no process, mount or file outlives it. */
@Isolated // observes all processes and mounts of this JVM
class MachineEndTest {
    @TempDir private Path state = Path.of("/");

    @Test
    void poweroffEndsAllProcessesOfAMachine() throws Exception {
        try (MachinesFixture fixture = MachinesFixture.open(state, Optional.empty())) {
            MachineSpec machine =
                    fixture.start("setsid sleep 1000 & (trap '' TERM; sleep 1000) & sudo poweroff");

            fixture.end(machine);

            assertThat(fixture.processesWith("sleep 1000")).isEmpty();
        }
    }

    @Test
    void tenMachinesAreTerminatedConcurrently() throws Exception {
        try (MachinesFixture fixture = MachinesFixture.open(state, Optional.empty())) {
            List<MachineSpec> machines = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                machines.add(fixture.start("echo up; trap '' TERM; sleep 2000"));
            }
            for (MachineSpec machine : machines) {
                await().until(() -> fixture.console(machine).contains("up"));
            }

            Instant begin = Instant.now();
            machines.forEach(machine -> fixture.machines().terminate(machine.instanceId()));
            for (MachineSpec machine : machines) {
                fixture.end(machine);
            }

            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
            assertThat(fixture.processesWith("sleep 2000")).isEmpty();
        }
    }

    @Test
    void machineTerminatedDuringBootEnds() throws Exception {
        try (MachinesFixture fixture = MachinesFixture.open(state, Optional.empty())) {
            MachineSpec machine = fixture.start("sleep 3000");

            fixture.machines().terminate(machine.instanceId());

            fixture.end(machine);
            assertThat(fixture.processesWith("sleep 3000")).isEmpty();
        }
    }

    @Test
    void closeLeavesNoProcessAndNoMount() throws Exception {
        List<String> mounts = Files.readAllLines(Path.of("/proc/self/mountinfo"));
        MachinesFixture fixture = MachinesFixture.open(state, Optional.empty());
        MachineSpec machine = fixture.start("echo up; sleep 4000");
        await().until(() -> fixture.console(machine).contains("up"));
        List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
        assertThat(processes).hasSizeGreaterThan(3);

        fixture.close();

        await().until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(Files.readAllLines(Path.of("/proc/self/mountinfo"))).isEqualTo(mounts);
    }

    @Test
    void killingTheLocalCloudEndsEveryProcess(@TempDir Path temporary) throws Exception {
        Process cloud = cloud(List.of(), temporary, 3, "#!/bin/sh\nsetsid sleep 5000\n");
        try (BufferedReader output = cloud.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("booted");
        }
        List<ProcessHandle> processes = cloud.descendants().toList();
        assertThat(processes).hasSizeGreaterThan(10);

        cloud.destroyForcibly().waitFor();

        await().until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(entries(temporary)).isEmpty();
    }

    @Test
    void runsMachinesOnAHostWithNestedMounts(@TempDir Path temporary) throws Exception {
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

        try (BufferedReader output = cloud.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.lines()).contains("booted", "written");
        }
        assertThat(cloud.waitFor()).isZero();
    }

    /** Starts {@link MachinesProcess}, which prints "booted" when all machines have booted. */
    private Process cloud(List<String> prefix, Path temporary, int machines, String script)
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
        return new ProcessBuilder(Stream.concat(prefix.stream(), java.stream()).toList())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}

package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jobarrays.localcloud.base.MachineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory limits of real machines of 1 GiB. */
class MachineMemoryTest {
    private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/memory");
    private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");

    @TempDir private Path state = Path.of("/");

    @Test
    void theTypeLimitsProcessesButNotFiles() throws Exception {
        assumeTrue(memoryHasLimits());
        try (MachinesFixture fixture = MachinesFixture.open(state, Optional.empty())) {
            MachineSpec machine =
                    fixture.start(
                            "dd if=/dev/zero of=/var/big bs=1M count=1500 status=none; echo $?",
                            "perl -e '$x = \"x\" x (2000 << 20)'; echo $?",
                            "perl -e '$x = \"x\" x (200 << 20)'; echo $?",
                            "grep MemTotal /proc/meminfo",
                            "grep -rhs '^oom_kill ' /sys/fs/cgroup | sort -u",
                            "sleep 1000");
            await().until(() -> fixture.console(machine).contains("oom_kill"));

            assertThat(fixture.console(machine).lines().filter(it -> !it.contains("Killed")))
                    .containsExactly(
                            "0", "137", "0", "MemTotal:          1048576 kB", "oom_kill 1");
            Path cgroup = cgroup(fixture, machine);
            assertThat(cgroup).exists().endsWith(Path.of(machine.instanceId()));
            fixture.machines().terminate(machine.instanceId());
            await().until(() -> !Files.exists(cgroup));
        }
    }

    /** With a memory controller of version 1, or of version 2 with a root that delegates it. */
    private static boolean memoryHasLimits() throws IOException {
        Path delegated = VERSION_2.resolve("cgroup.subtree_control");
        return Files.isWritable(VERSION_1.resolve("cgroup.procs"))
                || (Files.isWritable(delegated) && Files.readString(delegated).contains("memory"));
    }

    private static Path cgroup(MachinesFixture fixture, MachineSpec machine) throws IOException {
        long init =
                fixture.processesWith("local-cloud/init " + machine.instanceId())
                        .findFirst()
                        .orElseThrow()
                        .pid();
        Path hierarchy = Files.exists(VERSION_1) ? VERSION_1 : VERSION_2;
        String controller = Files.exists(VERSION_1) ? ":memory:/" : "::/";
        String path =
                Files.readAllLines(Path.of("/proc/" + init + "/cgroup")).stream()
                        .filter(line -> line.contains(controller))
                        .map(line -> line.substring(line.indexOf(":/") + 2))
                        .findFirst()
                        .orElseThrow();
        return hierarchy.resolve(path);
    }
}

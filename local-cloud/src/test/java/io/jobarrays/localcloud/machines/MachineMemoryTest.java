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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory limits of real machines of 1 GiB. */
class MachineMemoryTest {
    private static final List<Path> HIERARCHIES =
            List.of(Path.of("/sys/fs/cgroup/memory"), Path.of("/sys/fs/cgroup"));

    @TempDir private Path state = Path.of("/");

    @Test
    void theTypeLimitsProcessesButNotFiles() throws Exception {
        assumeTrue(HIERARCHIES.stream().anyMatch(Files::isWritable));
        try (MachinesFixture fixture = MachinesFixture.open(state, Optional.empty())) {
            MachineSpec machine =
                    fixture.start(
                            "dd if=/dev/zero of=/var/big bs=1M count=1500 status=none; echo $?",
                            "perl -e '$x = \"x\" x (2000 << 20)'; echo $?",
                            "perl -e '$x = \"x\" x (200 << 20)'; echo $?",
                            "grep MemTotal /proc/meminfo",
                            "grep -rhs '^oom_kill ' /sys/fs/cgroup",
                            "poweroff");
            String console = fixture.end(machine);

            assertThat(console.lines().filter(line -> !line.contains("Killed")))
                    .containsExactly(
                            "0", "137", "0", "MemTotal:          1048576 kB", "oom_kill 1");
            assertThat(cgroups(machine)).hasSize(1);
            fixture.machines().terminate(machine.instanceId());
            await().until(() -> cgroups(machine).isEmpty());
        }
    }

    private static List<Path> cgroups(MachineSpec machine) throws IOException {
        Path hierarchy = HIERARCHIES.stream().filter(Files::exists).findFirst().orElseThrow();
        try (Stream<Path> below =
                Files.find(hierarchy, 6, (path, it) -> path.endsWith(machine.instanceId()))) {
            return below.toList();
        }
    }
}

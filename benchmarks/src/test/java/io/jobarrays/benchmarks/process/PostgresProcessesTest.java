package io.jobarrays.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresProcessesTest {
    @Test
    void readsProcessAndPortOfTheRunningServer(@TempDir Path data) throws IOException {
        Files.writeString(data.resolve("postmaster.pid"), "4242\n/data\n1700000000\n5433\n\n");

        assertThat(PostgresProcesses.of(data)).isEqualTo(new PostgresProcesses(4242, -1, 5433));
    }

    /** A child of this process stands for a connection. */
    @Test
    void leavesTheIgnoredConnectionOut() throws IOException {
        Process child = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try {
            await().until(() -> ownCpu(child.pid()).compareTo(Duration.ofMillis(200)) > 0);
            PostgresProcesses all = new PostgresProcesses(ProcessHandle.current().pid(), -1, 0);

            Duration ofChild = all.cpu().minus(all.without(child.pid()).cpu());

            assertThat(ofChild).isBetween(Duration.ofMillis(50), Duration.ofMinutes(1));
        } finally {
            child.destroyForcibly();
        }
    }

    private static Duration ownCpu(long pid) {
        return ProcessStat.of(pid).map(ProcessStat::own).orElse(Duration.ZERO);
    }
}

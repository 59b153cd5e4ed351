package io.jobarrays.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.host.RootDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentStatusTest {
    private static final Instant NOW = Instant.parse("2026-01-13T10:00:00Z");

    @TempDir Path machine = Path.of("");
    private RootDirectory root = new RootDirectory(Path.of(""));

    @BeforeEach
    void createRoot() throws Exception {
        root = new RootDirectory(machine);
        root.makeDirectories();
    }

    @Test
    void printsRemainingTimeAtTimeOfCall() throws Exception {
        status(NOW, Optional.of(NOW.plusSeconds(7200)), Optional.empty(), Duration.ZERO)
                .write(root);

        assertThat(AgentStatus.read(root).format(NOW.plusSeconds(60)))
                .isEqualTo(
                        """
                        array     compute
                        deadline  2026-01-13T12:00:00Z, in 1h59m
                        health    the agent has not written its status since 2026-01-13T10:00:00Z
                        """);
    }

    @Test
    void reportsProblemAfterOneMinuteWithoutServer() {
        assertThat(
                        status(
                                        NOW,
                                        Optional.empty(),
                                        Optional.of(NOW.minusSeconds(59)),
                                        Duration.ZERO)
                                .problem(NOW))
                .isEmpty();
        assertThat(
                        status(
                                        NOW,
                                        Optional.empty(),
                                        Optional.of(NOW.minusSeconds(61)),
                                        Duration.ZERO)
                                .problem(NOW))
                .contains("not connected to the server since 2026-01-13T09:58:59Z");
    }

    @Test
    void reportsProblemWhenDeadlineIsNotChecked() {
        assertThat(
                        status(NOW, Optional.empty(), Optional.empty(), Duration.ofSeconds(11))
                                .problem(NOW))
                .isPresent();
    }

    private static AgentStatus status(
            Instant written,
            Optional<Instant> deadline,
            Optional<Instant> offline,
            Duration hangs) {
        return new AgentStatus(written, Map.of("array", "compute"), deadline, offline, hangs);
    }
}

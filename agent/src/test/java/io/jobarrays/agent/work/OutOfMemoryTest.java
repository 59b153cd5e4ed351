package io.jobarrays.agent.work;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jobarrays.agent.host.PythonInterpreter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor in a cgroup of 48 MiB, as on a machine with little memory. */
class OutOfMemoryTest {
    private static final List<Path> HIERARCHIES =
            List.of(Path.of("/sys/fs/cgroup/memory"), Path.of("/sys/fs/cgroup"));
    private static final List<String> LIMITS = List.of("memory.limit_in_bytes", "memory.max");
    private static final String ALLOCATES_TOO_MUCH = "python3 -c 'bytearray(200 << 20)'";

    @TempDir private Path state = Path.of("unset");
    private Path cgroup = Path.of("");

    @BeforeEach
    void limitMemory() throws IOException {
        assumeTrue(Files.isWritable(HIERARCHIES.get(0)) || Files.isWritable(HIERARCHIES.get(1)));
        Path hierarchy = HIERARCHIES.stream().filter(Files::exists).findFirst().orElseThrow();
        cgroup =
                Files.createDirectory(
                        hierarchy.resolve("spored-test-" + ProcessHandle.current().pid()));
        Path limit =
                LIMITS.stream().map(cgroup::resolve).filter(Files::exists).findFirst().orElse(null);
        assumeTrue(limit != null, "the memory controller is not enabled");
        Files.writeString(limit, "" + (48 << 20));
    }

    @AfterEach
    void removeCgroup() {
        cgroup.toFile().delete();
    }

    @Test
    void workWhoseProcessTheKernelKilledRanOutOfMemory() throws Exception {
        assertThat(exitOf(ALLOCATES_TOO_MUCH)).isEqualTo("exit 137 memory\n");
        assertThat(exitOf(ALLOCATES_TOO_MUCH + " || exit 3")).isEqualTo("exit 3 memory\n");
    }

    @Test
    void theKernelPrefersTheWorkToTheAgent() throws Exception {
        String score = "[ $(cat /proc/self/oom_score_adj) -gt $(cat /proc/$PPID/oom_score_adj) ]";

        assertThat(exitOf(score)).isEqualTo("exit 0\n");
    }

    @Test
    void workThatCopesWithItEndsAsItSays() throws Exception {
        assertThat(exitOf(ALLOCATES_TOO_MUCH + " || true")).isEqualTo("exit 0\n");
        assertThat(exitOf("exit 4")).isEqualTo("exit 4\n");
    }

    private String exitOf(String command) throws IOException, InterruptedException {
        Path supervisor = Path.of("src/main/resources/supervisor").toAbsolutePath();
        Process process =
                new ProcessBuilder(
                                "/bin/sh",
                                "-c",
                                "echo 0 >\"$0/cgroup.procs\"; exec \"$@\"",
                                "" + cgroup,
                                PythonInterpreter.executable(),
                                "-I",
                                "-S",
                                "" + supervisor,
                                "" + state,
                                "command",
                                "-",
                                "-",
                                "merged",
                                "/bin/sh",
                                "-c",
                                command)
                        .redirectErrorStream(true)
                        .redirectOutput(state.resolve("output").toFile())
                        .start();
        try (OutputStream environment = process.getOutputStream()) {
            environment.write("PATH=%s\0.".formatted(System.getenv("PATH")).getBytes(UTF_8));
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(state.resolve("command.exit"));
    }
}

package io.jobarrays.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void failsWithOneSentenceWhenTheControlPlaneDoesNotStart(@TempDir Path root)
            throws IOException {
        Path spawn = root.resolve("spawn");
        Files.writeString(spawn, "#!/bin/sh\n[ \"$1\" = down ] || { echo no database; exit 1; }\n");
        assertThat(spawn.toFile().setExecutable(true)).isTrue();

        int exitCode = exitCode(root, "--sizes", "10");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "benchmark: stopped before its last run: [%s, up, --scale, --capacity, 30]: no database\n"
                                .formatted(spawn));
    }

    @Test
    void refusesWrongArgumentWithExitCode2(@TempDir Path root) {
        assertThat(exitCode(root, "--fast")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("benchmark: there is no option --fast");
    }

    private int exitCode(Path root, String... arguments) {
        return Benchmark.exitCode(
                root, new PrintStream(err, true, StandardCharsets.UTF_8), arguments);
    }
}

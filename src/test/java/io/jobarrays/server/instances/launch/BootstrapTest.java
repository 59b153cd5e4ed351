package io.jobarrays.server.instances.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.AgentAuthorities;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapTest {
    @TempDir Path dir = Path.of("");

    @ParameterizedTest
    @CsvSource({"0,3", "1,17", "2,40", "4,42", "25,63"})
    void findsIndexByLaunchPosition(int position, int index) throws Exception {
        String function = script().replaceAll("(?s).*\n(index_at\\(\\) \\{.*?\n\\})\n.*", "$1");

        assertThat(run("SPAWN_INDEXES=3,17,40-63\n" + function + "\nindex_at " + position))
                .isEqualTo(index + "\n");
    }

    @Test
    void findsNoIndexBeyondTheLaunch() throws Exception {
        String function = script().replaceAll("(?s).*\n(index_at\\(\\) \\{.*?\n\\})\n.*", "$1");

        assertThat(run("SPAWN_INDEXES=0-7\n" + function + "\nindex_at 8 || echo none"))
                .isEqualTo("none\n");
    }

    @Test
    void fitsUserDataLimitAsValidShell() throws Exception {
        Path file = Files.writeString(dir.resolve("user-data"), script());

        assertThat(run("sh -n " + file + " && echo valid")).isEqualTo("valid\n");
        assertThat(Files.size(file)).isLessThan(16 * 1024);
    }

    /** With a thousand indexes of a large array, no two of them adjacent. */
    @Test
    void fitsUserDataLimitWithTheLargestAuthorities() {
        IndexSet indexes =
                IndexSet.of(IntStream.range(0, 1000).mapToObj(i -> 10_000 + 2 * i).toList());

        assertThat(script("A".repeat(AgentAuthorities.MAX_BYTES), indexes))
                .hasSizeLessThan(16 * 1024);
    }

    @Test
    void refusesImageWithoutCurl() throws Exception {
        stub("python3", "exit 0");

        assertThat(bootstrap())
                .contains("spawn: this image has no curl, which this script needs;")
                .endsWith("powered off\n");
    }

    @Test
    void refusesImageWithOldPython() throws Exception {
        stub("curl", "exit 0");
        stub("python3", "exit 1");

        assertThat(bootstrap())
                .contains(
                        "python3 older than 3.7, which the agent needs; this machine powers off\n")
                .endsWith("powered off\n");
    }

    @Test
    void powersOffAfterAnyFailure() throws Exception {
        stub("python3", "exit 0");
        stub("curl", "echo 0; echo 0");
        stub("tr", "echo 3");
        stub("mkdir", "exit 9");

        assertThat(bootstrap())
                .contains("the bootstrap stopped with exit code 9; this machine powers off\n")
                .endsWith("powered off\n");
    }

    private static String script() {
        return script("", IndexSet.firstOf(8));
    }

    private static String script(String ca, IndexSet indexes) {
        return new UserData(
                        "https://169.254.169.252",
                        ca,
                        "0".repeat(64),
                        "1".repeat(64),
                        "2026-01-13T16:00:00Z",
                        "compute-20260113-abc123",
                        "compute",
                        8,
                        1,
                        indexes)
                .script();
    }

    /** Runs the script with only the programs that the test has stubbed. */
    private String bootstrap() throws Exception {
        stub("sleep", "exit 0");
        stub("poweroff", "echo powered off");
        Path script = Files.writeString(dir.resolve("user-data"), script());
        return run("PATH=%s; . %s".formatted(dir, script));
    }

    private void stub(String name, String body) throws IOException {
        Path program = Files.writeString(dir.resolve(name), "#!/bin/sh\n" + body + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private static String run(String commands) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("sh", "-c", commands).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}

package io.jobarrays.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program where a process is needed to see it. */
class SpawnIT {
    @TempDir Path directory = Path.of("");

    @Test
    void tellsTheVersionItWasBuiltAs() {
        assertThat(spawn("--version").out()).matches("spawn \\d+\\.\\d+.*\n");
    }

    @Test
    void helps() {
        Typed typed = spawn("help");

        assertThat(typed.exitCode()).isZero();
        assertThat(typed.out()).contains("Usage: spawn").contains("launch");
        assertThat(typed.err()).isEmpty();
    }

    @Test
    void refusesUnknownFlags() {
        Typed typed = spawn("list", "--mistyped");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err())
                .isEqualTo("spawn: Unknown option: '--mistyped'; see \"spawn list --help\"\n");
    }

    @Test
    void saysWhenNobodyAnswers() {
        Typed typed = spawn("--url", "http://127.0.0.1:1", "list");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err())
                .startsWith("spawn: GET /api/v1/arrays: no answer")
                .contains("http://127.0.0.1:1 (connection refused)")
                .hasLineCount(1);
    }

    @Test
    void packsAndUnpacksWithItsOwnLibraries() throws IOException {
        Path files = Files.createDirectory(directory.resolve("files"));
        Files.writeString(files.resolve("a.txt"), "a");
        try (StubServer server = new StubServer()) {
            spawn("--url", server.url(), "launch", "--files", files.toString());

            assertThat(server.lines()).anyMatch(it -> it.startsWith("PUT /bundles/"));
        }
    }

    @Test
    void controlCSaysWhatGoesOn() throws IOException {
        Path chain = Files.writeString(directory.resolve("chain.xml"), "<job/>");
        try (StubServer server = new StubServer()) {
            server.on("POST /executions", 201, "application/json", "{\"id\":4}");
            server.on(
                    "GET /executions/4/events",
                    200,
                    "text/event-stream",
                    "data: {\"text\":\"going\"}\n\n");
            Process process = start("--url", server.url(), "submit", chain.toString(), "--watch");
            BufferedReader err = process.errorReader();
            String line = "";
            while (!line.equals("going")) {
                line = String.valueOf(err.readLine());
            }

            new ProcessBuilder("kill", "-INT", "" + process.pid()).start();

            assertThat(err.lines())
                    .contains("spawn: execution 4 goes on; \"spawn executions stop 4\" stops it");
            assertThat(process.onExit().join().exitValue()).isEqualTo(130);
        }
    }

    private Typed spawn(String... args) {
        return Packaged.finish(start(args));
    }

    private Process start(String... args) {
        return Packaged.start(directory, Map.of("XDG_STATE_HOME", directory.toString()), args);
    }
}

package io.jobarrays.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program where a process is needed to see it. */
class SpawnIT {
    @TempDir Path directory = Path.of("");

    @Test
    void printsBuiltVersion() {
        assertThat(spawn("--version").out()).matches("spawn \\d+\\.\\d+.*\n");
    }

    @Test
    void printsHelp() {
        CommandResult typed = spawn("help");

        assertThat(typed.exitCode()).isZero();
        assertThat(typed.out()).contains("Usage: spawn").contains("launch");
        assertThat(typed.err()).isEmpty();
    }

    @Test
    void refusesUnknownFlags() {
        CommandResult typed = spawn("list", "--mistyped");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err())
                .isEqualTo("spawn: Unknown option: '--mistyped'; see \"spawn list --help\"\n");
    }

    @Test
    void reportsUnreachableControlPlane() {
        CommandResult typed = spawn("--url", "http://127.0.0.1:1", "list");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err())
                .startsWith("spawn: GET /api/v1/arrays: no answer")
                .contains("http://127.0.0.1:1 (connection refused)")
                .hasLineCount(1);
    }

    @Test
    void packsFilesWithPackagedLibraries() throws IOException {
        Path files = Files.createDirectory(directory.resolve("files"));
        Files.writeString(files.resolve("a.txt"), "a");
        try (StubServer server = new StubServer()) {
            spawn("--url", server.url(), "launch", "--files", files.toString());

            assertThat(server.lines()).anyMatch(it -> it.startsWith("PUT /bundles/"));
        }
    }

    @Test
    void interruptNamesExecutionThatContinues() throws IOException {
        Path chain = Files.writeString(directory.resolve("chain.xml"), "<job/>");
        try (StubServer server = new StubServer()) {
            server.on("POST /executions", 201, "application/json", "{\"id\":4}");
            server.on(
                    "GET /executions/4/events",
                    200,
                    "text/event-stream",
                    "data: {\"text\":\"going\"}\n\n");
            Process process = interruptible("submit", chain.toString(), "--watch", server);
            BufferedReader err = process.errorReader();
            String line = "";
            while (line != null && !line.equals("going")) {
                line = err.readLine();
            }

            new ProcessBuilder("kill", "-INT", "" + process.pid()).start();

            assertThat(err.lines())
                    .contains(
                            "spawn: execution 4 continues; \"spawn executions show 4 --watch\" shows it again, \"spawn executions stop 4\" stops it");
            assertThat(process.onExit().join().exitValue()).isEqualTo(130);
        }
    }

    /**
     * A shell starts jobs in the background with SIGINT ignored, and what they start inherits that:
     * it is put back, and a program that is deaf to it all the same does not hang the build.
     */
    private Process interruptible(String command, String file, String flag, StubServer server)
            throws IOException {
        List<String> java =
                PackagedCli.command(directory, "--url", server.url(), command, file, flag);
        boolean known =
                PackagedCli.finish(
                                        PackagedCli.start(
                                                List.of(
                                                        "sh",
                                                        "-c",
                                                        "env --default-signal=INT true"),
                                                Map.of()))
                                .exitCode()
                        == 0;
        List<String> whole =
                new ArrayList<>(known ? List.of("env", "--default-signal=INT") : List.of());
        whole.addAll(java);
        Process process = PackagedCli.start(whole, Map.of("XDG_STATE_HOME", directory.toString()));
        CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES).execute(process::destroyForcibly);
        return process;
    }

    private CommandResult spawn(String... args) {
        return PackagedCli.finish(start(args));
    }

    private Process start(String... args) {
        return PackagedCli.start(directory, Map.of("XDG_STATE_HOME", directory.toString()), args);
    }
}

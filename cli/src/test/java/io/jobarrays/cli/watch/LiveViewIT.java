package io.jobarrays.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.PackagedCli;
import io.jobarrays.cli.StubServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live view as a process, on a terminal of script(1). */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveViewIT {
    private static final String CLEAR_SCREEN = "\033[H\033[2J";

    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();

    @BeforeEach
    void serve() {
        server.on(
                "GET /executions/4/events",
                200,
                "text/event-stream",
                "id: 1\ndata: {\"text\":\"going\"}\n\n");
        server.json(
                "GET /executions/4",
                """
                {"id":4,"definition":"chain","version":1,"state":"STARTED","exit_code":null,
                "created_at":"2026-01-13T10:00:00Z","cost_usd":0.01,"stages":[{"id":"preprocess",
                "state":"STARTED","failed":null,"progress":{"succeeded":2,"running":1,
                "started_at":"2026-01-13T10:00:00Z","remaining_seconds":5,"cost_usd":0.01}}]}
                """);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void drawsAgainAfterAResizeAndLeavesTheExecutionOnInterrupt()
            throws IOException, InterruptedException {
        Process terminal = terminal();
        BufferedReader screen = terminal.inputReader();
        String device = screen.readLine();
        assertThat(lineWith(screen, "preprocess")).contains("##=");

        new ProcessBuilder("stty", "-F", device, "rows", "9", "cols", "50").start().waitFor();
        assertThat(lineWith(screen, CLEAR_SCREEN)).contains("Execution 4: chain");

        terminal.getOutputStream().write("\003".getBytes(StandardCharsets.UTF_8));
        terminal.getOutputStream().flush();

        List<String> rest = screen.lines().toList();
        assertThat(rest)
                .contains(
                        "spawn: execution 4 continues; \"spawn executions show 4 --watch\" shows it again, \"spawn executions stop 4\" stops it");
        assertThat(rest.getLast()).isEqualTo("code 130");
        assertThat(rest.subList(rest.size() - 2, rest.size())).noneMatch(it -> it.contains("\033"));
    }

    private static String lineWith(BufferedReader screen, String part) throws IOException {
        String line = screen.readLine();
        while (line != null && !line.contains(part)) {
            line = screen.readLine();
        }
        return String.valueOf(line);
    }

    /** A shell on a terminal that outlasts Ctrl-C; a build may run with SIGINT ignored. */
    private Process terminal() throws IOException {
        String watch =
                PackagedCli.command(
                                directory,
                                "--url",
                                server.url(),
                                "executions",
                                "show",
                                "4",
                                "--watch")
                        .stream()
                        .map("'%s'"::formatted)
                        .collect(Collectors.joining(" "));
        Path script = directory.resolve("script");
        Files.writeString(
                script,
                """
                trap : INT
                stty rows 40 cols 100
                tty
                env --default-signal=INT true 2>/dev/null && signal='env --default-signal=INT'
                $signal %s
                echo code $?
                """
                        .formatted(watch));
        ProcessBuilder builder =
                new ProcessBuilder("script", "-qec", "sh '%s'".formatted(script), "/dev/null");
        builder.environment().keySet().removeIf(name -> name.startsWith("SPAWN_"));
        builder.environment().putAll(Map.of("TERM", "xterm", "NO_COLOR", "1"));
        Process terminal = builder.redirectErrorStream(true).start();
        terminal.onExit()
                .orTimeout(1, TimeUnit.MINUTES)
                .exceptionally(it -> terminal.destroyForcibly());
        return terminal;
    }
}

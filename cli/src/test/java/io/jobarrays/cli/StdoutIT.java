package io.jobarrays.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program before {@code head}, a full disk and a closed stdout. */
class StdoutIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();

    @BeforeEach
    void serve() {
        String array = "{\"job_array_id\":\"c\",\"members\":[{\"index\":0},{\"index\":1}]}";
        server.view("GET /arrays/compute", "a table\nof lines\n", array);
        server.on("GET /arrays", 200, "text/plain", "a table\nof lines\n");
        server.on("GET /arrays/c/logs/0", 200, "text/plain", "one line\n");
        server.on("GET /arrays/c/logs/0", 200, "text/plain", "");
        server.on("GET /arrays/c/logs/1", 200, "text/plain", "one line\n");
        server.on("GET /arrays/c/logs/1", 200, "text/plain", "");
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** The log and the tables do not change: nothing is written after the first lines. */
    @ParameterizedTest
    @ValueSource(strings = {"logs compute -f", "list --watch", "status compute --watch"})
    void endsWhenItsReaderIsGoneThoughNothingIsWritten(String line) throws Exception {
        CommandResult typed = shell("{ \"$@\"; echo $? >&2; } | head -n 1", line);

        assertThat(typed.out()).hasLineCount(1);
        assertThat(typed.err()).isEqualTo("141\n");
    }

    /** The views have no exit code: without the reader the commands would wait for ever. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "launch --job-array-name compute --wait",
                "submit - --wait",
                "stop compute",
            })
    void endsItsWaitWhenItsReaderIsGone(String line) throws Exception {
        String event = "id: 1\nevent: progress\ndata: {\"seq\":1,\"text\":\"a line\"}\n\n";
        server.json("POST /arrays", "{\"id\":\"compute\"}");
        server.on("GET /arrays/compute/events", 200, "text/event-stream", event);
        server.json("POST /executions", "{\"id\":1}");
        server.on("GET /executions/1/events", 200, "text/event-stream", event);
        server.view("POST /arrays/compute/stop", "[0-1] stopping\n", "{}");

        CommandResult typed = shell("{ \"$@\" 2>&1; echo $? >&3; } 3>&2 | head -n 1", line);

        assertThat(typed.out()).hasLineCount(1);
        assertThat(typed.err()).isEqualTo("141\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {">/dev/full", "1</dev/null"})
    void failsWhenTheOutputCannotBeWritten(String stdout) throws Exception {
        CommandResult typed = shell("\"$@\" " + stdout, "logs compute");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err())
                .startsWith("spawn: the output could not be written to stdout: ")
                .hasLineCount(1);
    }

    private CommandResult shell(String script, String line) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(PackagedCli.command(directory, line.split(" ", -1)));
        Process process =
                PackagedCli.start(
                        command,
                        Map.of("SPAWN_URL", server.url(), "XDG_STATE_HOME", directory.toString()));
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return PackagedCli.finish(process);
    }
}

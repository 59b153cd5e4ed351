package io.jobarrays.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.StubServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsCommandTest {
    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();
    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void serve() {
        shell = new Shell(directory, server);
        for (String selector : new String[] {"compute", "compute-1", "i-1"}) {
            server.json("GET /arrays/" + selector, view("0"));
        }
        log("0", "a\nb\n", "2.4", "0");
        log("1", "c", "1.1", "0");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void prefixesEachLineWithItsIndex() {
        CommandResult typed = shell.type("logs", "compute");

        assertThat(typed).isEqualTo(new CommandResult(0, "[0] a\n[0] b\n[1] c\n", ""));
    }

    @Test
    void printsLogOfOneMemberUnchanged() {
        assertThat(shell.type("logs", "compute-1").out()).isEqualTo("c");
        assertThat(shell.type("logs", "i-1").out()).isEqualTo("c");
        assertThat(shell.type("logs", "compute[0]").out()).isEqualTo("a\nb\n");
    }

    @Test
    void printsFailedMembersOnly() {
        assertThat(shell.type("logs", "compute", "--failed").out()).isEqualTo("c");
    }

    @Test
    void followsFromLastOffsetUntilEnd() {
        server.json("GET /arrays/going", view("null"));
        server.json("GET /arrays/going", view("null"));
        server.json("GET /arrays/going", view("0"));
        log("0?offset=2.4", "late\n", "2.9", "0");
        log("0?offset=2.9", "", "2.9", "0");
        log("1?offset=1.1", "d\n", "1.3", "0");
        log("1?offset=1.3", "", "1.3", "0");

        CommandResult typed = shell.type("logs", "going", "-f");

        assertThat(typed.out()).isEqualTo("[0] a\n[0] b\n[0] late\n[1] cd\n");
        assertThat(server.lines()).filteredOn(it -> it.contains("/logs/1")).hasSize(2);
    }

    @Test
    void sendsRangeFlags() {
        shell.type("logs", "compute-1", "--since", "90s", "--attempt", "2", "--stderr");
        assertThat(server.lines().getLast())
                .isEqualTo("GET /arrays/c-1/logs/1?attempt=2&stream=err&since=90s");

        shell.type("logs", "compute-1", "--stdout");
        assertThat(server.lines().getLast()).isEqualTo("GET /arrays/c-1/logs/1?stream=out");
    }

    @Test
    void sendsSinceInFirstRequestOnly() {
        server.json("GET /arrays/going", view("null"));
        server.json("GET /arrays/going", view("null"));
        server.json("GET /arrays/going", view("0"));

        shell.type("logs", "going", "-f", "--since", "1h");

        assertThat(server.lines())
                .contains("GET /arrays/c-1/logs/1?since=1h", "GET /arrays/c-1/logs/1?offset=1.1");
    }

    @Test
    void reportsDroppedLinesOnce() {
        server.json("GET /arrays/going", view("null"));
        server.json("GET /arrays/going", view("null"));
        server.json("GET /arrays/going", view("0"));
        log("1?offset=1.1", "[… 7 lines were dropped here …]\nd\n", "1.9", "7");

        CommandResult typed = shell.type("logs", "going", "-f");

        assertThat(typed.err())
                .isEqualTo("spawn: [1] wrote more than is kept: 7 lines were dropped\n");
    }

    @Test
    void refusesStdoutWithStderr() {
        CommandResult typed = shell.type("logs", "compute", "--stdout", "--stderr");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("contradict each other");
    }

    @Test
    void refusesInvalidIndexSet() {
        CommandResult typed = shell.type("logs", "compute[x]");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("\"[x]\" is not a set of indexes");
    }

    /** What is answered to an index, with or without a query; offsets mean nothing to a client. */
    private void log(String index, String text, String next, String dropped) {
        server.on(
                "GET /arrays/c-1/logs/" + index,
                200,
                "text/plain",
                text.getBytes(StandardCharsets.UTF_8),
                Map.of("Spawn-Next-Offset", next, "Spawn-Dropped-Lines", dropped));
    }

    private static String view(String exitCode) {
        return """
        {"job_array_id":"c-1","name":"compute","exit_code":%s,"members":[
         {"index":0,"name":"compute-0","instance_id":"i-0","exit_status":"EXIT_0"},
         {"index":1,"name":"compute-1","instance_id":"i-1","exit_status":"EXIT_7"}]}\
        """
                .formatted(exitCode);
    }
}

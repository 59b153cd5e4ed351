package io.jobarrays.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.StubServer;
import io.jobarrays.contract.messages.LogRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsCommandTest {
    private static final String ZERO =
            "{\"index\":0,\"name\":\"compute-0\",\"instance_id\":\"i-0\",\"exit_status\":\"EXIT_0\"}";
    private static final String ONE =
            "{\"index\":1,\"name\":\"compute-1\",\"instance_id\":\"i-1\",\"exit_status\":\"EXIT_7\"}";

    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();
    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void serve() {
        shell = new Shell(directory, server);
        server.json("GET /arrays/compute", view("0"));
        server.json("GET /arrays/compute%5B0%5D", view("0", ZERO));
        server.json("GET /arrays/compute-1", view("0", ONE));
        server.json("GET /arrays/i-1", view("0", ONE));
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

    /** A progress bar returns to the begin of its line; each step is a line of its member. */
    @Test
    void endsALineAtACarriageReturn() {
        steps("\rstep 1\rstep 2\r\nok\r\n\nlast", "c");

        assertThat(shell.type("logs", "steps").out())
                .isEqualTo("[0] step 1\n[0] step 2\n[0] ok\n[0] \n[0] last\n[1] c\n");
        assertThat(shell.type("logs", "steps[0]").out())
                .isEqualTo("\rstep 1\rstep 2\r\nok\r\n\nlast");
    }

    @Test
    void removesColoursForFiles() {
        steps(
                "\033[1;31mred\033(B\033[m \033[Kplain\033\n\033]0;títle\007a"
                        + "\033]8;;https://example.org\033\\link\033]8;;\033\\ \033[3\n\033",
                "");

        assertThat(shell.type("logs", "steps[0]").out())
                .isEqualTo("red plain\033\nalink \033[3\n\033");
    }

    /** Random bytes have what looks like a sequence; with NUL they are no text. */
    @Test
    void leavesBinaryLogsAsTheyAre() {
        String log = "\033[1m\000\033[31m\033]0;x\007";
        steps(log, "");

        assertThat(shell.type("logs", "steps[0]").out()).isEqualTo(log);
    }

    @Test
    void printsTheLastLinesOfEachMember() {
        steps("a\nb\nc\nd\n", "e\nf\ng");

        assertThat(shell.type("logs", "steps", "--tail", "2").out())
                .isEqualTo("[0] c\n[0] d\n[1] f\n[1] g\n");
        assertThat(shell.type("logs", "steps[0]", "--tail", "0").out()).isEmpty();
        assertThat(shell.type("logs", "steps", "--tail", "x").exitCode()).isEqualTo(2);
    }

    @Test
    void printsLinesThatMatch() {
        steps("epoch 1\nloss 3\nepoch 12\n", "");

        assertThat(shell.type("logs", "steps[0]", "--grep", "^epoch \\d+$", "--tail", "1").out())
                .isEqualTo("epoch 12\n");
        assertThat(shell.type("logs", "steps", "--grep", "(").err())
                .contains("--grep: \"(\" is not a regular expression");
    }

    @Test
    void printsTheTimeOfEachLine() {
        steps("", "");
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        records.writeBytes(new LogRecord('o', 1000, bytes("a\nb")).bytes());
        records.writeBytes(new LogRecord('o', 2500, bytes("c\nd\n")).bytes());
        log("c-2/logs/1?format=records", records.toByteArray(), "2.4", "0");

        assertThat(shell.type("logs", "steps[1]", "--timestamps").out())
                .isEqualTo(
                        """
                        1970-01-01T00:00:01.000Z a
                        1970-01-01T00:00:01.000Z bc
                        1970-01-01T00:00:02.500Z d
                        """);
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

    private void steps(String zero, String one) {
        server.json("GET /arrays/steps", view("0").replace("c-1", "c-2"));
        server.json("GET /arrays/steps%5B0%5D", view("0", ZERO).replace("c-1", "c-2"));
        server.json("GET /arrays/steps%5B1%5D", view("0", ONE).replace("c-1", "c-2"));
        log("c-2/logs/0", bytes(zero), "2.4", "0");
        log("c-2/logs/1", bytes(one), "2.4", "0");
    }

    /** What is answered to an index, with or without a query; offsets mean nothing to a client. */
    private void log(String index, String text, String next, String dropped) {
        log("c-1/logs/" + index, bytes(text), next, dropped);
    }

    private void log(String path, byte[] log, String next, String dropped) {
        server.on(
                "GET /arrays/" + path,
                200,
                "text/plain",
                log,
                Map.of("Spawn-Next-Offset", next, "Spawn-Dropped-Lines", dropped));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String view(String exitCode) {
        return view(exitCode, ZERO + "," + ONE);
    }

    private static String view(String exitCode, String members) {
        return "{\"job_array_id\":\"c-1\",\"name\":\"compute\",\"exit_code\":%s,\"members\":[%s]}"
                .formatted(exitCode, members);
    }
}

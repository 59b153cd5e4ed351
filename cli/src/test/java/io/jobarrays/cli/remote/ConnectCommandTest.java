package io.jobarrays.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** connect to one member. */
class ConnectCommandTest extends ConnectFixture {
    @Test
    void passesOutputsAndExitCode() throws IOException {
        CommandResult typed =
                connect(
                        talk -> {
                            talk.write("out", "a\nüb").write("err", "e\n").write("out", "c");
                            talk.end("EXIT_7");
                        },
                        "compute-0",
                        "--",
                        "echo $X; exit 7");

        assertThat(typed).isEqualTo(new CommandResult(7, "a\nübc", "e\n"));
        assertThat(opened)
                .containsExactly(
                        JsonValue.parse(
                                """
                                {"type":"open","columns":80,"rows":24,
                                 "command":"echo $X; exit 7","terminal":false}\
                                """));
    }

    @Test
    void reportsSignalLikeShell() throws IOException {
        assertThat(connect(talk -> talk.end("SIGNAL_9"), "compute-0", "--", "x").exitCode())
                .isEqualTo(137);
    }

    @Test
    void quotesEveryWordOfCommand() throws IOException {
        connect(ConnectFixture::ignore, "compute-0", "--", "sh", "-c", "echo \"$X\" 'y'", "--yes");

        assertThat(opened.remove().text("command"))
                .contains("'sh' '-c' 'echo \"$X\" '\\''y'\\''' '--yes'");
    }

    @Test
    void sendsSelectorUnchangedWithToken() throws IOException {
        CommandResult typed =
                connect(
                        talk -> {
                            talk.write("out", talk.line + " " + talk.authorization);
                            talk.end("EXIT_0");
                        },
                        "compute-0",
                        "--",
                        "true");

        assertThat(typed.out()).isEqualTo("GET /api/v1/connect/compute-0 HTTP/1.1 Bearer secret");
    }

    @Test
    void sendsVariables() throws IOException {
        connect(
                ConnectFixture::ignore,
                "compute-0",
                "--env",
                "A=b c",
                "--env",
                "EMPTY=",
                "--",
                "env");

        assertThat(opened.remove().get("env"))
                .isEqualTo(JsonValue.parse("{\"A\":\"b c\",\"EMPTY\":\"\"}"));
    }

    @Test
    void leavesInputUnreadWhenAsked() throws IOException {
        piped = new ByteArrayInputStream("next line of a loop\n".getBytes(StandardCharsets.UTF_8));

        CommandResult typed =
                connect(
                        talk -> {
                            talk.write("out", "[" + talk.typed() + "]");
                            talk.end("EXIT_0");
                        },
                        "compute-0",
                        "-n",
                        "--",
                        "cat");

        assertThat(typed.out()).isEqualTo("[]");
        assertThat(new String(piped.readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("next line of a loop\n");
    }

    @Test
    void sendsPipedInputToCommand() throws IOException {
        String large = "line\n".repeat(20_000);
        piped = new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8));

        CommandResult typed =
                connect(
                        talk -> {
                            talk.write("out", "" + talk.typed().length());
                            talk.end("EXIT_0");
                        },
                        "compute-0",
                        "--",
                        "wc -c");

        assertThat(typed.out()).isEqualTo("100000");
    }

    @Test
    void sendsPipedInputToShellWithoutCommand() throws IOException {
        piped = new ByteArrayInputStream("hostname\n".getBytes(StandardCharsets.UTF_8));

        CommandResult typed =
                connect(
                        talk -> {
                            talk.write("out", talk.typed());
                            talk.end("EXIT_0");
                        },
                        "compute-0");

        assertThat(typed.out()).isEqualTo("hostname\n");
        assertThat(opened.remove().toString()).contains("\"command\":null,\"terminal\":false");
    }

    @Test
    void allocatesTerminalOnRequest() throws IOException {
        connect(ConnectFixture::ignore, "compute-0", "-t", "--", "top");

        assertThat(opened.remove().toString()).contains("\"terminal\":true");
    }

    @Test
    void reportsWhySessionDidNotStart() throws IOException {
        String problem = "{\"type\":\"problem\",\"document\":{\"detail\":\"no\",\"status\":409}}";
        String ended = "{\"type\":\"ended\",\"exit\":null,\"problem\":\"no\"}";

        for (String last : new String[] {problem, ended}) {
            assertThat(connect(talk -> talk.say(last), "compute-0", "--", "x"))
                    .isEqualTo(new CommandResult(1, "", "spawn: no\n"));
        }
    }

    @Test
    void reportsCutConnection() throws IOException {
        CommandResult typed =
                connect(talk -> talk.write("out", "half").taken(), "compute-0", "--", "x");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.out()).isEqualTo("half");
        assertThat(typed.err())
                .startsWith("spawn: the connection to the control plane was cut off");
    }

    @Test
    void reportsRefusedWebSocket() {
        server.problem("GET /connect/compute-0", 401, "wrong token", "");

        CommandResult typed = new Shell(directory, server).type("connect", "compute-0", "--", "x");

        assertThat(typed.exitCode()).isEqualTo(7);
        assertThat(typed.err()).contains("/connect/compute-0 was answered with 401");
    }
}

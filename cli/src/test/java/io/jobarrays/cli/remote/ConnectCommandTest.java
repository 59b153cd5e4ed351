package io.jobarrays.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.StubServer;
import io.jobarrays.cli.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** connect with a control plane that plays a member. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectCommandTest {
    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();
    private final Queue<JsonValue> opened = new ConcurrentLinkedQueue<>();
    private InputStream piped = InputStream.nullInputStream();

    @BeforeEach
    void serve() {
        server.json("GET /arrays/compute-0", view(1));
        server.json("GET /arrays/compute", view(3));
    }

    @AfterEach
    void close() {
        server.close();
    }

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
        connect(
                ConnectCommandTest::ignore,
                "compute-0",
                "--",
                "sh",
                "-c",
                "echo \"$X\" 'y'",
                "--yes");

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
        connect(ConnectCommandTest::ignore, "compute-0", "-t", "--", "top");

        assertThat(opened.remove().toString()).contains("\"terminal\":true");
    }

    @Test
    void prefixesLinesOfManyMembersWithIndex() throws IOException {
        CommandResult typed =
                connect(
                        talk -> {
                            String index = talk.line.replaceAll(".*%5B(\\d)%5D.*", "$1");
                            talk.typed();
                            talk.write("out", "a\nb").write("err", "e\n").write("out", index);
                            talk.end(index.equals("1") ? "EXIT_3" : "EXIT_0");
                        },
                        "compute",
                        "--",
                        "x");

        assertThat(typed.exitCode()).isEqualTo(4);
        assertThat(typed.out().lines())
                .containsExactlyInAnyOrder("[0] a", "[0] b0", "[1] a", "[1] b1", "[2] a", "[2] b2");
        assertThat(typed.err().lines())
                .containsExactlyInAnyOrder("[0] e", "[1] e", "[2] e", "spawn: [1]: EXIT_3");
    }

    @Test
    void runsAtMostSixteenMembersConcurrently() throws IOException {
        server.json("GET /arrays/large", view(40));
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        CommandResult typed =
                connect(
                        talk -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            talk.typed();
                            now.decrementAndGet();
                            talk.end("EXIT_1");
                        },
                        "large",
                        "--",
                        "x");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err()).isEqualTo("spawn: [0-39]: EXIT_1\n");
        assertThat(opened).hasSize(40);
        assertThat(most.get()).isBetween(2, 16);
    }

    @Test
    void refusesShellOnManyMembers() throws IOException {
        for (String[] args :
                new String[][] {{"compute"}, {"compute", "-t", "--", "x"}, {"compute", "--ssh"}}) {
            CommandResult typed = connect(ConnectCommandTest::ignore, args);

            assertThat(typed.exitCode()).isEqualTo(2);
            assertThat(typed.err()).startsWith("spawn: compute names 3 members; name one, or give");
        }
        assertThat(opened).isEmpty();
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

    private static void ignore(StubWebSocket talk) {
        talk.end("EXIT_0");
    }

    private CommandResult connect(Consumer<StubWebSocket> member, String... args)
            throws IOException {
        Consumer<StubWebSocket> conversation =
                talk -> {
                    opened.add(talk.next());
                    member.accept(talk);
                };
        try (StubSockets sockets = new StubSockets(server, conversation)) {
            Shell shell =
                    new Shell(directory, server).with("SPAWN_URL", sockets.url()).withInput(piped);
            return shell.type(List.of("connect"), args);
        }
    }

    private static String view(int size) {
        return IntStream.range(0, size)
                .mapToObj("{\"index\":%d}"::formatted)
                .collect(Collectors.joining(",", "{\"id\":\"c-1\",\"members\":[", "]}"));
    }
}

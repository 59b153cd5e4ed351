package io.jobarrays.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.PackagedCli;
import io.jobarrays.cli.StubServer;
import io.jobarrays.cli.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** connect as a process: on a terminal of script(1), and with another program for ssh. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectCommandIT {
    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();
    private final LinkedBlockingQueue<StubWebSocket> talks = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> over = new LinkedBlockingQueue<>();

    @BeforeEach
    void serve() {
        server.json(
                "GET /arrays/compute-0",
                "{\"id\":\"c-1\",\"members\":[{\"index\":0,\"instance_id\":\"i-7\"}]}");
    }

    @AfterEach
    void close() {
        over.add("over");
        server.close();
    }

    @Test
    void sendsEveryKeyAndRestoresTerminal() throws IOException, InterruptedException {
        try (StubSockets sockets = new StubSockets(server, this::record)) {
            Process terminal = terminal(sockets.url());
            BufferedReader screen = terminal.inputReader();
            String device = screen.readLine();
            String before = screen.readLine();
            StubWebSocket member = talks.take();

            assertThat(member.next())
                    .isEqualTo(
                            JsonValue.parse(
                                    """
                                    {"type":"open","columns":100,"rows":40,
                                     "command":null,"terminal":true}\
                                    """));
            type(terminal, "a\u0003\r");
            assertThat(keys(member, 3)).isEqualTo("a\u0003\r");
            new ProcessBuilder("stty", "-F", device, "rows", "50", "cols", "120").start().waitFor();
            // The size of the terminal changes in two steps, which may be seen one by one.
            JsonValue resized = member.next();
            while (resized.equals(
                    JsonValue.parse("{\"type\":\"resize\",\"columns\":100,\"rows\":50}"))) {
                resized = member.next();
            }
            assertThat(resized)
                    .isEqualTo(
                            JsonValue.parse("{\"type\":\"resize\",\"columns\":120,\"rows\":50}"));
            member.write("out", "bye\r\n").end("EXIT_5");
            assertThat(screen.lines()).containsExactly("bye", "code 5", before);
        }
    }

    @Test
    void restoresTerminalWhenTerminatedBySignal() throws IOException, InterruptedException {
        try (StubSockets sockets = new StubSockets(server, this::record)) {
            Process terminal = terminal(sockets.url());
            BufferedReader screen = terminal.inputReader();
            screen.readLine();
            String before = screen.readLine();
            talks.take().next();

            terminal.descendants()
                    .filter(it -> it.info().command().orElse("").endsWith("/java"))
                    .forEach(ProcessHandle::destroy);

            assertThat(screen.lines().filter(line -> !line.equals("Terminated")))
                    .containsExactly("code 143", before);
        }
    }

    @Test
    void startsSshOnAForwardedPort() throws IOException {
        Path ssh = Files.createDirectory(directory.resolve("bin")).resolve("ssh");
        Files.writeString(ssh, "#!/bin/sh\nprintf '<%s>' \"$@\"; exit 9\n");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
        String path = ssh.resolveSibling("") + ":" + System.getenv("PATH");
        try (StubSockets sockets = new StubSockets(server, talk -> talk.end("EXIT_0"))) {
            CommandResult typed = connectWithSsh(sockets.url(), path);

            assertThat(typed.exitCode()).as(typed.err()).isEqualTo(9);
            assertThat(typed.out())
                    .startsWith("<-p><")
                    .endsWith(
                            "><-l><admin><-o><HostKeyAlias=i-7><-o><CheckHostIP=no>"
                                    + "<-o><StrictHostKeyChecking=accept-new><--><127.0.0.1><echo $HOME>");
        }
    }

    private CommandResult connectWithSsh(String url, String path) throws IOException {
        List<String> command =
                PackagedCli.command(
                        directory,
                        "--url",
                        url,
                        "connect",
                        "compute-0",
                        "--ssh",
                        "--user",
                        "admin",
                        "--",
                        "echo $HOME");

        return PackagedCli.finish(PackagedCli.start(command, Map.of("PATH", path)));
    }

    /** Hands the conversation to the test, and keeps the connection until the test is over. */
    private void record(StubWebSocket talk) {
        talks.add(talk);
        try {
            over.take();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** A shell on a terminal that says how it is set, connects, and says both again. */
    private Process terminal(String url) throws IOException {
        String connect =
                PackagedCli.command(directory, "--url", url, "connect", "compute-0").stream()
                        .map("'%s'"::formatted)
                        .collect(Collectors.joining(" "));
        Path script = directory.resolve("script");
        Files.writeString(
                script,
                "stty rows 40 cols 100; tty; stty -g; %s; echo code $?; stty -g\n"
                        .formatted(connect));
        ProcessBuilder builder =
                new ProcessBuilder("script", "-qec", "sh '%s'".formatted(script), "/dev/null");
        builder.environment().keySet().removeIf(name -> name.startsWith("SPAWN_"));
        Process terminal = builder.redirectErrorStream(true).start();
        terminal.onExit()
                .orTimeout(1, TimeUnit.MINUTES)
                .exceptionally(it -> terminal.destroyForcibly());
        return terminal;
    }

    private static void type(Process terminal, String keys) throws IOException {
        terminal.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        terminal.getOutputStream().flush();
    }

    private static String keys(StubWebSocket member, int count) {
        StringBuilder keys = new StringBuilder();
        while (keys.length() < count) {
            keys.append(StubWebSocket.text(member.next()));
        }
        return keys.toString();
    }
}

package io.jobarrays.agent.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.contract.messages.AgentMessage.Hello;
import io.jobarrays.contract.messages.AgentMessage.SessionClose;
import io.jobarrays.contract.messages.AgentMessage.SessionEnded;
import io.jobarrays.contract.messages.AgentMessage.SessionInput;
import io.jobarrays.contract.messages.AgentMessage.SessionInputTaken;
import io.jobarrays.contract.messages.AgentMessage.SessionOpen;
import io.jobarrays.contract.messages.AgentMessage.SessionOutput;
import io.jobarrays.contract.messages.AgentMessage.SessionResize;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TerminalSessionsTest extends AgentMachineFixture {

    @BeforeEach
    void startConnectedAgent() throws Exception {
        Files.createDirectories(file("/etc/profile.d"));
        Files.writeString(file("/etc/profile.d/job-array.sh"), "export JOB_ARRAY_INDEX=\"2\"\n");
        Files.createDirectories(file("/root"));
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
    }

    @Test
    void reportsStdoutStderrAndExitCodeOfCommand() {
        openCommand("a", "echo \"index $JOB_ARRAY_INDEX in $(pwd)\"; echo oh >&2; exit 7");

        assertThat(awaitEnd("a")).isEqualTo(new SessionEnded("a", "EXIT_7", null));
        assertThat(output("a", "out")).isEqualTo("index 2 in %s\n".formatted(file("/root")));
        assertThat(output("a", "err")).isEqualTo("oh\n");
    }

    @Test
    void commandReadsInputUntilEnd() {
        openCommand("a", "sort");
        type("a", "b\na\n");
        server.send(new SessionInput("a", "", true));

        assertThat(awaitEnd("a").exit()).isEqualTo("EXIT_0");
        assertThat(output("a", "out")).isEqualTo("a\nb\n");
    }

    @Test
    void reportsSignalOfCommand() {
        openCommand("a", "kill -KILL $$");

        assertThat(awaitEnd("a").exit()).isEqualTo("SIGNAL_9");
    }

    @Test
    void endsSessionWhileBackgroundProcessRuns() {
        openCommand("a", "sleep 600 & echo started");

        assertThat(awaitEnd("a").exit()).isEqualTo("EXIT_0");
        assertThat(output("a", "out")).isEqualTo("started\n");
    }

    @Test
    void shellTerminalFollowsWindowSize() {
        server.send(new SessionOpen("a", null, true, 90, 30, null, null));
        type("a", "tty; stty size; echo \"$TERM $HOME\"\n");
        await(() -> output("a", "out").contains("xterm-256color " + file("/root")));
        assertThat(output("a", "out")).contains("/dev/pts/", "30 90");

        server.send(new SessionResize("a", 132, 50));
        type("a", "stty size\n");
        await(() -> output("a", "out").contains("50 132"));
        type("a", "exit 3\n");

        assertThat(awaitEnd("a").exit()).isEqualTo("EXIT_3");
    }

    @Test
    void passesInterruptKeyToProgram() {
        server.send(
                new SessionOpen(
                        "a",
                        // A signal between two commands is noticed after the next one.
                        "trap 'echo caught; exit 5' INT; echo ready; while :; do sleep 0.1; done",
                        true,
                        80,
                        24,
                        null,
                        null));
        await(() -> output("a", "out").contains("ready"));

        type("a", "\003");

        assertThat(awaitEnd("a").exit()).isEqualTo("EXIT_5");
        assertThat(output("a", "out")).contains("caught");
    }

    @Test
    void hangsUpProgramWhenSessionOrConnectionCloses() throws Exception {
        openCommand("a", "trap 'touch gone; exit' HUP; echo ready; while :; do sleep 0.1; done");
        server.send(
                new SessionOpen(
                        "b",
                        "trap 'touch left; exit' HUP; echo ready; while :; do sleep 0.1; done",
                        true,
                        80,
                        24,
                        null,
                        null));
        await(() -> output("a", "out").contains("ready") && output("b", "out").contains("ready"));

        server.send(new SessionClose("a"));
        await(() -> exists("/root/gone"));
        assertThat(exists("/root/left")).isFalse();
        server.disconnect();

        await(() -> exists("/root/left"));
    }

    @Test
    void hangsUpProgramsWhenAgentIsKilled() throws Exception {
        openCommand("a", "trap 'touch gone; exit' HUP; echo ready; while :; do sleep 0.1; done");
        await(() -> output("a", "out").contains("ready"));

        killAgent();

        await(() -> exists("/root/gone"));
    }

    @Test
    void transfersInputAndOutputUnchanged() {
        openCommand("a", "cat");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            String piece = ("äöü∑ " + i + " ").repeat(2000);
            all.append(piece);
            type("a", piece);
        }
        server.send(new SessionInput("a", "", true));

        awaitEnd("a");

        assertThat(output("a", "out").equals(all.toString())).isTrue();
        assertThat(server.received(SessionOutput.class))
                .allMatch(piece -> piece.data().length() <= 4 * ((32 << 10) / 3 + 1));
    }

    @Test
    void blocksProgramWhileServerDoesNotRead() throws Exception {
        server.pauseReading();
        openCommand("a", "head -c 30000000 /dev/zero; touch written");
        Awaitility.await()
                .during(Duration.ofMillis(1500))
                .atMost(Duration.ofMinutes(1))
                .until(() -> !exists("/root/written"));

        server.resumeReading();

        assertThat(awaitEnd("a").exit()).isEqualTo("EXIT_0");
        assertThat(output("a", "out").length()).isEqualTo(30_000_000);
    }

    @Test
    void refusesMoreThanSixteenSessions() {
        IntStream.range(0, TerminalSessions.MAX_SESSIONS)
                .forEach(i -> openCommand("s" + i, "echo ready; sleep 600"));
        await(
                () ->
                        IntStream.range(0, TerminalSessions.MAX_SESSIONS)
                                .allMatch(i -> output("s" + i, "out").equals("ready\n")));

        openCommand("more", "true");
        assertThat(awaitEnd("more").problem()).contains("16 sessions are open");
        server.send(new SessionClose("s3"));
        awaitEnd("s3");
        openCommand("again", "true");

        assertThat(awaitEnd("again").exit()).isEqualTo("EXIT_0");
    }

    @Test
    void setsVariablesOfTheUser() {
        server.send(
                new SessionOpen(
                        "a",
                        "echo \"$GREETING $JOB_ARRAY_INDEX\"",
                        false,
                        0,
                        0,
                        Map.of("GREETING", "hello  you"),
                        null));

        assertThat(awaitEnd("a").exit()).isEqualTo("EXIT_0");
        assertThat(output("a", "out")).isEqualTo("hello  you 2\n");
    }

    @Test
    void acknowledgesInputThatTheProgramHasRead() {
        openCommand("a", "head -c 300000 >/dev/null; echo read; sleep 600");
        String piece = "0123456789".repeat(3000);
        IntStream.range(0, 10).forEach(i -> type("a", piece));

        await(() -> taken("a") >= 300_000 - AgentMessage.SESSION_WINDOW / 4);
        assertThat(server.received(SessionInputTaken.class).getFirst().bytes()).isZero();
    }

    @Test
    void connectsToAPortAndEndsWithItsService() throws Exception {
        try (ServerSocket service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            openPort("a", service.getLocalPort());
            try (Socket accepted = service.accept()) {
                type("a", "a question");
                server.send(new SessionInput("a", "", true));
                String question =
                        new String(
                                accepted.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                accepted.getOutputStream().write(new byte[1 << 20]);
                accepted.getOutputStream().write("an answer".getBytes(StandardCharsets.UTF_8));
                assertThat(question).isEqualTo("a question");
            }
            assertThat(awaitEnd("a")).isEqualTo(new SessionEnded("a", "EXIT_0", null));
            assertThat(output("a", "out")).hasSize((1 << 20) + 9).endsWith("\0an answer");
        }
    }

    @Test
    void closedSessionClosesItsConnection() throws Exception {
        try (ServerSocket service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            openPort("a", service.getLocalPort());
            try (Socket accepted = service.accept()) {
                await(() -> !server.received(SessionInputTaken.class).isEmpty());
                server.send(new SessionClose("a"));

                assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void portOnWhichNothingListensIsNamed() throws Exception {
        int port;
        try (ServerSocket service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = service.getLocalPort();
        }
        openPort("a", port);

        SessionEnded end = awaitEnd("a");
        assertThat(end.exit()).isEqualTo("NOT_STARTED");
        assertThat(end.problem()).startsWith("nothing listens on port " + port + " of the machine");
    }

    private void openPort(String session, int port) {
        server.send(new SessionOpen(session, null, false, 0, 0, null, port));
    }

    private long taken(String session) {
        return server.received(SessionInputTaken.class).stream()
                .filter(it -> it.session().equals(session))
                .mapToLong(SessionInputTaken::bytes)
                .max()
                .orElse(0);
    }

    private void openCommand(String session, @Nullable String command) {
        server.send(new SessionOpen(session, command, false, 0, 0, null, null));
    }

    private void type(String session, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        server.send(new SessionInput(session, Base64.getEncoder().encodeToString(bytes), false));
    }

    private String output(String session, String stream) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        server.received(SessionOutput.class).stream()
                .filter(o -> o.session().equals(session) && o.stream().equals(stream))
                .forEach(o -> all.writeBytes(Base64.getDecoder().decode(o.data())));
        return all.toString(StandardCharsets.UTF_8);
    }

    private SessionEnded awaitEnd(String session) {
        await(
                () ->
                        server.received(SessionEnded.class).stream()
                                .anyMatch(ended -> ended.session().equals(session)));
        return server.received(SessionEnded.class).stream()
                .filter(ended -> ended.session().equals(session))
                .findFirst()
                .orElseThrow();
    }
}

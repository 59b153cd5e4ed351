package io.jobarrays.agent.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.contract.AgentMessage.Hello;
import io.jobarrays.contract.AgentMessage.SessionClose;
import io.jobarrays.contract.AgentMessage.SessionEnded;
import io.jobarrays.contract.AgentMessage.SessionInput;
import io.jobarrays.contract.AgentMessage.SessionOpen;
import io.jobarrays.contract.AgentMessage.SessionOutput;
import io.jobarrays.contract.AgentMessage.SessionResize;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
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
        server.send(new SessionOpen("a", null, true, 90, 30));
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
                        24));
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
                        24));
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

    private void openCommand(String session, @Nullable String command) {
        server.send(new SessionOpen(session, command, false, 0, 0));
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

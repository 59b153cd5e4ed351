package io.jobarrays.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.StubServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** stop, start and hibernate return when the machines are there. */
class WaitOptionsTest {
    private static final String VIEW = "GET /arrays/compute";

    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();
    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void serve() {
        shell = new Shell(directory, server);
        for (String verb : new String[] {"stop", "start", "hibernate"}) {
            server.on("POST /arrays/compute/" + verb, 200, "text/plain", verb + "\n");
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void stopWaitsUntilAllAreStopped() {
        server.json(VIEW, view("running here", "stopping here", "terminated away"));
        server.json(VIEW, view("stopping here", "stopped away", "terminated away"));
        server.json(VIEW, view("stopped away", "stopped away", "terminated away"));

        CommandResult typed = shell.type("stop", "compute");

        assertThat(typed)
                .isEqualTo(
                        new CommandResult(
                                0,
                                "stop\n",
                                "waiting until [0-1] are stopped\nwaiting until [0] are stopped\n"));
    }

    @Test
    void startWaitsUntilAgentsAreConnected() {
        server.json(VIEW, view("pending away", "running away"));
        server.json(VIEW, view("running away", "running here"));
        server.json(VIEW, view("running here", "running here"));

        CommandResult typed = shell.type("start", "compute");

        assertThat(typed.err())
                .isEqualTo(
                        """
                        waiting until [0-1] are running with their agents
                        waiting until [0] are running with their agents
                        """);
    }

    /** Its deadline runs again from then on. */
    @Test
    void startWaitsUntilServerHasRecordedTheStart() {
        server.json(VIEW, view("running here STARTING"));
        server.json(VIEW, view("running here RUNNING"));

        assertThat(shell.type("start", "compute").err())
                .isEqualTo("waiting until [0] are running with their agents\n");
    }

    @Test
    void doesNotWaitForMachinesOfOtherArrays() {
        server.json(VIEW, view("stopping here", "handed-over away"));
        server.json(VIEW, view("stopped away", "handed-over away"));

        assertThat(shell.type("stop", "compute").err())
                .isEqualTo("waiting until [0] are stopped\n");
    }

    @Test
    void namesMissingMembersAtTimeout() {
        server.json(VIEW, view("stopping here", "stopped away", "stopping here"));

        CommandResult typed = shell.type("hibernate", "compute", "--timeout", "1s");

        assertThat(typed.exitCode()).isEqualTo(9);
        assertThat(typed.err())
                .endsWith(
                        "spawn: compute: [0,2] not stopped after 1s; \"spawn status compute\" shows why\n");
    }

    @Test
    void waitsForMovingMembersAfterPartialSuccess() {
        server.with("Spawn-Exit-Code", "4");
        server.json(VIEW, view("stopping here", "running here"));
        server.json(VIEW, view("stopped away", "running here"));

        CommandResult typed = shell.type("stop", "compute");

        assertThat(typed)
                .isEqualTo(new CommandResult(4, "stop\n", "waiting until [0] are stopped\n"));
    }

    @Test
    void doesNotWaitWhenAllMembersRefused() {
        server.with("Spawn-Exit-Code", "1");

        assertThat(shell.type("stop", "compute").exitCode()).isEqualTo(1);
        assertThat(server.lines()).containsExactly("POST /arrays/compute/stop");
    }

    @Test
    void keepsWaitingWhileControlPlaneRestarts() {
        server.json(VIEW, view("stopping here"));
        server.cut(VIEW).cut(VIEW).cut(VIEW);
        server.json(VIEW, view("stopped away"));

        assertThat(shell.type("stop", "compute").exitCode()).isZero();
    }

    /** Members from 0 on, each as its state, whether its agent is here, and its desired power. */
    private static String view(String... members) {
        StringBuilder view = new StringBuilder("{\"members\":[");
        for (int index = 0; index < members.length; index++) {
            String[] words = members[index].split(" ", -1);
            view.append(
                    "%s{\"index\":%d,\"state\":\"%s\",\"connected\":%s,\"power\":\"%s\"}"
                            .formatted(
                                    index == 0 ? "" : ",",
                                    index,
                                    words[0],
                                    words[1].equals("here"),
                                    words.length == 2 ? "RUNNING" : words[2]));
        }
        return view.append("]}").toString();
    }
}

package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quarkus dev mode of this checkout in a terminal: how it is found, reloaded and ended. */
@Tag("campaign")
class DevModeIT {
    private static final Duration START_LIMIT = Duration.ofMinutes(10);
    private static final Duration CALL_LIMIT = Duration.ofMinutes(3);
    private static final Duration END_LIMIT = Duration.ofSeconds(30);
    private static final int CTRL_C = 3;
    private static final String STARTED = "Listening on: ";

    private static final int LINES = 30;
    private static final String WORK =
            "for i in $(seq 1 %d); do echo $i; sleep 1; done".formatted(LINES);

    @TempDir Path home = Path.of("");

    @Test
    void workGoesOnOverAReloadAndCtrlCEndsAll() throws Exception {
        Path terminal = home.resolve("terminal");
        Process devMode = start(terminal);
        try (OutputStream keys = devMode.getOutputStream()) {
            await().atMost(START_LIMIT).until(() -> starts(terminal) == 1 || !devMode.isAlive());
            assertThat(starts(terminal)).as(Files.readString(terminal)).isEqualTo(1);
            spawn(
                    "launch",
                    "--count",
                    "2",
                    "--job-array-name",
                    "dev",
                    "--detach",
                    "--command",
                    WORK);
            await().atMost(CALL_LIMIT).until(() -> spawn("logs", "dev-1").out().contains("3\n"));

            press(keys, 's');
            await().atMost(CALL_LIMIT).until(() -> starts(terminal) == 2);

            assertThat(spawn("logs", "dev-1", "--follow").out().lines()).hasSize(LINES);
            assertThat(spawn("status", "dev").out()).contains("EXIT_0");
            assertThat(Files.readString(terminal)).doesNotContain("\tat ");
            browserNeedsNoToken();
            assertThat(secondDevMode()).contains("dev mode of this directory runs already");

            press(keys, CTRL_C);

            assertThat(devMode.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(ProcessList.of(home)).isEmpty();
            assertThat(home.resolve("spawn/server.json")).doesNotExist();
        } finally {
            ProcessList.of(home).keySet().stream()
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** {@code script} gives it a terminal, whose keys are its standard input. */
    private Process start(Path terminal) throws IOException {
        RequiredTools.require("script");
        ProcessBuilder builder =
                new ProcessBuilder("script", "-qfec", command(), terminal.toString());
        builder.directory(TestControlPlane.ROOT.toFile());
        builder.environment().putAll(Map.of("XDG_STATE_HOME", "" + home, "TERM", "xterm"));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private static String command() throws IOException {
        return "./mvnw compile quarkus:dev -pl src -am -Dmaven.test.skip -Ddebug=false"
                + " -Dspotless.check.skip -Dquarkus.http.port="
                + freePort();
    }

    private String secondDevMode() throws IOException {
        ProgramRun run =
                ProgramRun.of(
                        List.of(
                                "sh",
                                "-c",
                                "cd \"$0\" && " + command(),
                                "" + TestControlPlane.ROOT),
                        Map.of("XDG_STATE_HOME", home + "/other"),
                        START_LIMIT);
        assertThat(run.exit()).as(run.toString()).isEqualTo(1);
        return run.out() + run.err();
    }

    private void browserNeedsNoToken() throws IOException {
        String url =
                Files.readString(home.resolve("spawn/server.json"))
                        .replaceFirst("(?s).*\"url\":\"([^\"]+)\".*", "$1");
        assertThat(status(url + "/q/dev-ui/welcome")).isEqualTo("200");
        assertThat(status(url + "/q/swagger-ui/")).isEqualTo("200");
        assertThat(status(url + "/q/swagger-ui/", "-H", "Host: example.org")).isEqualTo("401");
        assertThat(status(url + "/api/v1/arrays")).isEqualTo("401");
    }

    private static String status(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}"));
        command.addAll(List.of(arguments));
        return ProgramRun.of(command, Map.of(), CALL_LIMIT).out();
    }

    /** Without settings that name the control plane: the script finds it, and builds nothing. */
    private static ProgramRun spawn(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("" + TestControlPlane.ROOT.resolve("spawn")));
        command.addAll(List.of(arguments));
        ProgramRun run = ProgramRun.of(command, Map.of("XDG_STATE_HOME", ""), CALL_LIMIT);
        assertThat(run.exit()).as(run.toString()).isZero();
        return run;
    }

    private static void press(OutputStream keys, int key) throws IOException {
        keys.write(key);
        keys.flush();
    }

    private static int starts(Path terminal) throws IOException {
        return Files.exists(terminal)
                ? Files.readString(terminal).split(STARTED, -1).length - 1
                : 0;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

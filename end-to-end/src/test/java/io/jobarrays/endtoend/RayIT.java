package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Ray as the how-to shows it, from a fresh environment; its dashboard is seen from outside. */
@Tag("campaign")
@ExtendWith(SharedControlPlane.class)
class RayIT {
    private static final int DASHBOARD = 8265;
    private static final Duration INSTALLATION_LIMIT = Duration.ofMinutes(15);

    @Test
    void hundredTasksRunOnFourMembers(TestControlPlane plane, @TempDir Path directory)
            throws Exception {
        Path environment = directory.resolve("ray");
        run("python3", "-m", "venv", environment.toString());
        run(environment + "/bin/pip", "-q", "install", "ray[default]");
        plane.run("up", "--expose", environment.toString());
        Path files = plane.files("ray");
        HowToFiles.write("python.md", "ray", files);
        Path job = files.resolve("job.py");
        // The cluster stays until the dashboard was seen.
        Files.writeString(
                job,
                Files.readString(job)
                        + "while not os.path.exists('/tmp/seen'):\n    time.sleep(0.5)\n");

        try (TestArray ray =
                        TestArray.launch(
                                plane,
                                "ray",
                                4,
                                "--instance-type",
                                "m7i.xlarge",
                                "--barrier",
                                "--files",
                                files.toString(),
                                "--env",
                                "PATH=%s/bin:/usr/local/bin:/usr/bin:/bin".formatted(environment),
                                "--command",
                                "bash cluster.sh");
                ForwardedMember dashboard = ForwardedMember.open(plane, "ray-0", DASHBOARD)) {
            ray.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    array -> array.log(0).contains("sum 328350 of 4 members"));
            assertThat(get(dashboard.port())).contains("Ray Dashboard");
            ray.runOn(0, "touch /tmp/seen");

            ray.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");
        }
    }

    private static void run(String... command) {
        ProgramRun run = ProgramRun.of(List.of(command), Map.of(), INSTALLATION_LIMIT);
        assertThat(run.exit()).as(run.err()).isZero();
    }

    private static String get(int port) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/".formatted(port))).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(
                            () -> client.send(request, BodyHandlers.ofString()).body(),
                            body -> !body.isEmpty());
        }
    }
}

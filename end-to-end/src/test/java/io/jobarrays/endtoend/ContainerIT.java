package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The server's image in the conditions of kubernetes/overlays/external: an unprivileged user, a
 * read-only root, an empty volume, secrets in files, a PostgreSQL elsewhere that starts later.
 */
@Tag("campaign")
class ContainerIT {
    private static final Path SWEEP = TestControlPlane.ROOT.resolve("batch-jobs/sweep");
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @Test
    void serverRunsAPipelineAndStopsWithinItsGrace() throws Exception {
        RequiredTools.require("setpriv");
        RequiredTools.require(System.getProperty("user.name").equals("root"), "needs root");
        try (TestControlPlane plane = TestControlPlane.started()) {
            ProcessHandle first = plane.server().orElseThrow();
            first.destroy();
            first.onExit().get(1, TimeUnit.MINUTES);
            UnpackedImage image =
                    UnpackedImage.of(
                            TestControlPlane.ROOT.resolve("images/target/server.tar"),
                            plane.files("container"));
            Path secrets = secrets(plane);
            // Of /tmp, which the user "postgres" may enter.
            Path data = Files.createTempDirectory("spawn-postgres");
            int port = freePort();
            try (DebianPostgres database = DebianPostgres.create(data, port, passwordFile(data))) {
                Files.writeString(secrets.resolve("database-url"), database.url() + "\n");
                image.own(secrets);
                Path volume = plane.files("volume");
                image.own(volume);
                Path log = plane.files("logs").resolve("log");
                int management = freePort();
                Process server = image.start(volume, secrets, environment(plane, management), log);
                try {
                    check(plane, database, new Container(server, volume, log, management));
                } finally {
                    server.destroyForcibly();
                }
            }
        }
    }

    private record Container(Process server, Path volume, Path log, int management) {
        String text() throws IOException {
            return Files.readString(log);
        }

        String proc(String file) throws IOException {
            return Files.readString(Path.of("/proc", "" + server.pid(), file));
        }

        String health() {
            return ProgramRun.of(
                            List.of(
                                    "curl",
                                    "-sS",
                                    "http://127.0.0.1:%d/q/health/ready".formatted(management)),
                            Map.of(),
                            Duration.ofMinutes(1))
                    .out();
        }
    }

    private static void check(TestControlPlane plane, DebianPostgres database, Container container)
            throws Exception {
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> container.text().contains("waiting for the database"));
        assertThat(container.text()).contains("refused").doesNotContain("Exception");
        database.start();
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> container.health().contains("\"status\": \"UP\""));
        assertThat(container.proc("status"))
                .containsPattern("Uid:\\s+10001\\s+10001")
                .containsPattern("CapEff:\\s+0+\n")
                .containsPattern("NoNewPrivs:\\s+1");
        assertThat(container.proc("mountinfo").lines().filter(it -> it.contains(" / ro")))
                .isNotEmpty();

        Files.copy(
                container.volume().resolve("state/server.json"),
                plane.state().resolve("server.json"),
                StandardCopyOption.REPLACE_EXISTING);
        String url = plane.api().url();
        Map<String, String> caller = Map.of("SPAWN_URL", url, "SPAWN_TOKEN", TOKEN);
        ProgramRun sweep =
                plane.spawn(caller, "submit", SWEEP + ".xml", "--files", "" + SWEEP, "--wait");
        assertThat(sweep.exit()).as("%s%n%s", sweep, container.text()).isZero();
        assertThat(new TestCloud(plane).calls()).contains("AssumeRoleWithWebIdentity");

        endsInTime(plane, container, caller);
        ObjectMapper json = new ObjectMapper();
        assertThat(container.text().lines().filter(it -> !it.startsWith("spawn: ")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(json.readTree(line).has("message")).isTrue());
    }

    private static void endsInTime(
            TestControlPlane plane, Container container, Map<String, String> caller)
            throws Exception {
        ProgramRun launch =
                plane.spawn(
                        caller,
                        "launch",
                        "--count",
                        "2",
                        "--job-array-name",
                        "held",
                        "--command",
                        "sleep 600");
        assertThat(launch.exit()).as(launch.toString()).isZero();
        Instant asked = Instant.now();
        container.server().destroy();
        assertThat(container.server().waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    /** As the overlay sets it, with the local cloud instead of AWS. */
    private static Map<String, String> environment(TestControlPlane plane, int management) {
        String endpoint = plane.stateFile("cloud/cloud.json").path("endpoint").asText();
        return Map.ofEntries(
                Map.entry("SPAWN_TOKEN_FILE", "/run/secrets/spawn/token"),
                Map.entry("SPAWN_KEY_FILE", "/run/secrets/spawn/key"),
                Map.entry("QUARKUS_DATASOURCE_JDBC_URL_FILE", "/run/secrets/spawn/database-url"),
                Map.entry("QUARKUS_DATASOURCE_USERNAME", "spawn"),
                Map.entry(
                        "QUARKUS_DATASOURCE_PASSWORD_FILE", "/run/secrets/spawn/database-password"),
                Map.entry("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true"),
                Map.entry("QUARKUS_HTTP_PORT", "0"),
                Map.entry("QUARKUS_MANAGEMENT_PORT", "" + management),
                Map.entry("SPAWN_IDENTITY_CERTIFICATE", "/run/secrets/spawn/identity.pem"),
                Map.entry("QUARKUS_EC2_ENDPOINT_OVERRIDE", endpoint),
                Map.entry("QUARKUS_ROUTE53_ENDPOINT_OVERRIDE", endpoint),
                Map.entry("AWS_ENDPOINT_URL_STS", endpoint),
                Map.entry("AWS_ROLE_ARN", "arn:aws:iam::435415984226:role/spawn"),
                Map.entry("AWS_REGION", "us-east-1"),
                Map.entry("AWS_WEB_IDENTITY_TOKEN_FILE", "/run/secrets/spawn/identity-token"));
    }

    private static Path secrets(TestControlPlane plane) throws IOException {
        Path secrets = plane.files("secrets");
        Path cloud = plane.state().resolve("cloud");
        Files.writeString(secrets.resolve("token"), TOKEN + "\n");
        Files.writeString(secrets.resolve("key"), "f".repeat(64) + "\n");
        Files.writeString(secrets.resolve("database-password"), "p ä$s'\n");
        Files.copy(cloud.resolve("identity.pem"), secrets.resolve("identity.pem"));
        Files.copy(cloud.resolve("web-identity-token"), secrets.resolve("identity-token"));
        return secrets;
    }

    private static Path passwordFile(Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "p ä$s'\n");
        assertThat(file.toFile().setReadable(true, false)).isTrue();
        return file;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

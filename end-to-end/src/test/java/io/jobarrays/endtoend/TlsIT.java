package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server with a certificate of a private authority, at the address that machines call. */
class TlsIT {
    private static final String PUBLIC_ADDRESS = "169.254.169.252";
    private static final String OBJECTION =
            "the certificate of https://169.254.169.252 is of no authority that agents trust: set SPAWN_AGENT_CA";

    @TempDir private Path directory = Path.of("");

    @Test
    void agentsAndUsersTrustThePrivateAuthority() throws Exception {
        TestCertificate certificate =
                TestCertificate.create(directory, PUBLIC_ADDRESS, "127.0.0.1");
        try (TestControlPlane plane = TestControlPlane.started(settings(certificate))) {
            Map<String, String> user =
                    Map.of(
                            "SPAWN_URL",
                            plane.stateFile("server.json").path("https_url").asText(),
                            "SPAWN_TOKEN",
                            Files.readString(plane.state().resolve("token")).strip());
            Map<String, String> trustingUser =
                    Map.of(
                            "SPAWN_URL", user.get("SPAWN_URL"),
                            "SPAWN_TOKEN", user.get("SPAWN_TOKEN"),
                            "SPAWN_CA_FILE", "" + certificate.pem());
            assertThat(user.get("SPAWN_URL")).startsWith("https://127.0.0.1:");

            ProgramRun work =
                    plane.spawn(
                            trustingUser,
                            "launch",
                            "--count",
                            "2",
                            "--job-array-name",
                            "private",
                            "--ttl",
                            "20m",
                            "--command",
                            "grep SPAWN_SERVER /etc/spawn/agent.env; stat -c %a /etc/spawn/ca.pem; echo x >out.txt",
                            "--collect",
                            "out.txt",
                            "--wait");
            ProgramRun log = plane.spawn(trustingUser, "logs", "private-0");
            ProgramRun outputs =
                    plane.spawn(trustingUser, "outputs", "private", "-d", "" + directory);
            ProgramRun command = plane.spawn(trustingUser, "connect", "private-0", "--", "true");
            ProgramRun untrusted = plane.spawn(user, "list");
            ProgramRun watch = plane.spawn(user, "status", "private", "--watch");
            ProgramRun plan = plane.spawn(trustingUser, "launch", "--plan", "--ttl", "1h");

            assertThat(work.exit()).as(work.toString()).isZero();
            assertThat(log.out()).contains("SPAWN_SERVER=https://" + PUBLIC_ADDRESS, "644");
            assertThat(outputs.out()).as(outputs.toString()).contains("out.txt");
            assertThat(command.exit()).as(command.toString()).isZero();
            assertThat(untrusted.exit()).isEqualTo(1);
            assertThat(untrusted.err())
                    .contains("its certificate is of no authority that is trusted here")
                    .contains("--ca FILE or SPAWN_CA_FILE");
            assertThat(watch.exit()).isEqualTo(1);
            assertThat(watch.err()).contains("its certificate is of no authority");
            assertThat(plan.err()).doesNotContain("certificate");
        }
    }

    @Test
    void arraySaysThatItsAgentsLackTheAuthority() throws Exception {
        TestCertificate certificate =
                TestCertificate.create(directory, PUBLIC_ADDRESS, "127.0.0.1");
        try (TestControlPlane plane = TestControlPlane.started(withoutAgentCa(certificate))) {
            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .untilAsserted(
                            () ->
                                    assertThat(plane.run("launch", "--plan", "--ttl", "1h").err())
                                            .contains(OBJECTION));

            ProgramRun run =
                    plane.spawn(
                            "launch",
                            "--count",
                            "2",
                            "--job-array-name",
                            "untrusting",
                            "--ttl",
                            "20m",
                            "--barrier-timeout",
                            "15s",
                            "--command",
                            "true",
                            "--wait");

            assertThat(run.exit()).as(run.toString()).isEqualTo(9);
            assertThat(run.err()).contains("0 of 2 members enrolled, [0-1] did not; " + OBJECTION);
            assertThat(plane.run("status", "untrusting").out()).contains(OBJECTION);
        }
    }

    @Test
    void renewedCertificateIsReadWhileAgentsAreConnected() throws Exception {
        TestCertificate certificate =
                TestCertificate.create(directory, PUBLIC_ADDRESS, "127.0.0.1");
        Map<String, String> settings = settings(certificate);
        // The shortest period that Quarkus takes.
        settings.put("QUARKUS_TLS_RELOAD_PERIOD", "30s");
        try (TestControlPlane plane = TestControlPlane.started(settings)) {
            URI server = URI.create(plane.stateFile("server.json").path("https_url").asText());
            BigInteger first = certificate.shownBy(server);
            launch(plane, "before", "sleep 600");
            certificate.renew();

            // A handshake during the reload is cut.
            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> !certificate.shownBy(server).equals(first));
            ProgramRun after = launch(plane, "after", "true", "--wait");
            ProgramRun command = plane.spawn("connect", "before-0", "--", "echo connected");

            assertThat(after.exit()).as(after.toString()).isZero();
            assertThat(command.out()).as(command.toString()).contains("connected");
        }
    }

    private static ProgramRun launch(
            TestControlPlane plane, String name, String command, String... more) {
        return plane.spawn(
                Stream.concat(
                                Stream.of("launch", "--job-array-name", name, "--ttl", "20m"),
                                Stream.concat(Stream.of("--command", command), Stream.of(more)))
                        .toArray(String[]::new));
    }

    private static Map<String, String> settings(TestCertificate certificate) {
        Map<String, String> settings = new HashMap<>(withoutAgentCa(certificate));
        settings.put("SPAWN_AGENT_CA", "" + certificate.pem());
        return settings;
    }

    private static Map<String, String> withoutAgentCa(TestCertificate certificate) {
        return Map.of(
                "SPAWN_PUBLIC_URL",
                "https://" + PUBLIC_ADDRESS,
                "QUARKUS_HTTP_SSL_PORT",
                "0",
                "QUARKUS_TLS_KEY_STORE_P12_PATH",
                "" + certificate.keyStore(),
                "QUARKUS_TLS_KEY_STORE_P12_PASSWORD",
                TestCertificate.PASSWORD);
    }
}

package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Packaged server with {@code spawn.cloud=aws} against moto, an EC2 emulator of another project, in
 * a network without a route out. The machines of moto are states only: no agent ever enrols.
 */
final class MotoControlPlane implements AutoCloseable {
    /** Array whose first launch gets no answer, though moto performs it. */
    static final String ARRAY_WITH_LOST_ANSWER = "unanswered";

    private static final Path LOSING_MOTO =
            TestControlPlane.ROOT.resolve(
                    "end-to-end/src/test/resources/python/moto_with_lost_answer.py");
    private static final String API = "http://" + IsolatedNetwork.ADDRESS + ":7070";
    private static final String PUBLIC_URL = "https://" + IsolatedNetwork.ADDRESS + ":7443";
    private static final Path STATE = IsolatedNetwork.FILES.resolve("spawn");

    private final IsolatedNetwork network;
    private final Path directory;
    private final MotoClient moto;
    private final TestCertificate certificate;

    private MotoControlPlane(IsolatedNetwork network, Path directory) {
        this.network = network;
        this.directory = directory;
        this.moto = new MotoClient(network);
        this.certificate = TestCertificate.create(directory, IsolatedNetwork.ADDRESS);
    }

    MotoClient moto() {
        return moto;
    }

    /**
     * @param directory for logs and certificates
     */
    static MotoControlPlane start(Path directory) throws IOException {
        String python = Optional.ofNullable(System.getenv("MOTO_PYTHON")).orElse("python3");
        RequiredTools.requirePythonModule(python, "moto.server");
        MotoControlPlane plane = new MotoControlPlane(IsolatedNetwork.open(), directory);
        try {
            plane.begin("moto", Map.of(), python, "" + LOSING_MOTO, "5000", ARRAY_WITH_LOST_ANSWER);
            plane.startServer();
            plane.moto.createHostedZone();
            plane.awaitReady();
            return plane;
        } catch (Throwable failed) {
            // Also a failed assertion: the programs in the network would go on.
            plane.close();
            throw failed;
        }
    }

    /** A {@code spawn} command that goes on. */
    ProgramRun.Going begin(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("" + TestControlPlane.ROOT.resolve("spawn")));
        command.addAll(List.of(arguments));
        String token = Files.readString(network.outside(STATE.resolve("token"))).strip();
        return ProgramRun.begin(
                network.command(command),
                Map.of(
                        "SPAWN_URL",
                        API,
                        "SPAWN_TOKEN",
                        token,
                        "SPAWN_AS_BUILT",
                        "1",
                        "NO_COLOR",
                        "1"));
    }

    JsonNode json(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", "json"));
        ProgramRun run = begin(all.toArray(String[]::new)).end(TestControlPlane.CONDITION_TIMEOUT);
        assertThat(run.exit()).as("%s%n%s", run, log("server")).isZero();
        return run.json();
    }

    /** What the server answers at its public URL to a client that trusts its certificate only. */
    String publicDocument() {
        return network.run(
                        "curl",
                        "-sS",
                        "--cacert",
                        "" + certificate.pem(),
                        PUBLIC_URL + "/q/openapi")
                .out();
    }

    /** Answer of the management port, which is on loopback. */
    String health() {
        return network.run("curl", "-sS", "http://127.0.0.1:9000/q/health/ready").out();
    }

    /** Starts another server without one of the settings; it must end by itself. */
    ProgramRun serverWithout(String variable) {
        Map<String, String> environment = environment();
        environment.remove(variable);
        environment.put("SPAWN_STATE_DIR", "" + IsolatedNetwork.FILES.resolve("other"));
        return ProgramRun.of(
                network.command(List.of(serverCommand())), environment, Duration.ofMinutes(1));
    }

    String routes() {
        return network.run("ip", "route").out() + network.run("ip", "-6", "route").out();
    }

    /** End of the log of {@code server} or {@code moto}. */
    String log(String program) {
        try {
            String all = Files.readString(directory.resolve(program + ".log"));
            return all.substring(Math.max(0, all.length() - 8_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        network.close();
    }

    private void begin(String program, Map<String, String> environment, String... command)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(network.command(List.of(command)))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve(program + ".log").toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(SPAWN|AWS|QUARKUS)_.*"));
        builder.environment().putAll(environment);
        builder.start();
    }

    private void startServer() throws IOException {
        Files.createDirectories(network.outside(IsolatedNetwork.FILES.resolve("tmp")));
        begin("server", environment(), serverCommand());
    }

    private static String[] serverCommand() {
        return new String[] {
            "" + Path.of(System.getProperty("java.home"), "bin/java"),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + IsolatedNetwork.FILES.resolve("tmp"),
            // The unpacked programs of PostgreSQL, which all control planes share.
            "-Dot.epg.working-dir=" + System.getProperty("java.io.tmpdir") + "/embedded-pg",
            "-jar",
            "" + TestControlPlane.ROOT.resolve("src/target/quarkus-app/quarkus-run.jar")
        };
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("SPAWN_STATE_DIR", "" + STATE);
        environment.put("SPAWN_CLOUD", "aws");
        environment.put("SPAWN_PUBLIC_URL", PUBLIC_URL);
        // The account of moto's default user.
        environment.put("SPAWN_ACCOUNT", "123456789012");
        environment.put("QUARKUS_HTTP_HOST", IsolatedNetwork.ADDRESS);
        environment.put("QUARKUS_HTTP_PORT", "7070");
        environment.put("QUARKUS_HTTP_SSL_PORT", "7443");
        environment.put("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_FILE", "" + certificate.keyStore());
        environment.put(
                "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_PASSWORD", TestCertificate.PASSWORD);
        for (String service : List.of("EC2", "ROUTE53")) {
            String prefix = "QUARKUS_" + service + "_";
            String keys = prefix + "AWS_CREDENTIALS_STATIC_PROVIDER_";
            environment.put(prefix + "ENDPOINT_OVERRIDE", MotoClient.ENDPOINT);
            environment.put(prefix + "AWS_CREDENTIALS_TYPE", "static");
            environment.put(keys + "ACCESS_KEY_ID", "dummy");
            environment.put(keys + "SECRET_ACCESS_KEY", "dummy");
        }
        return environment;
    }

    private void awaitReady() {
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(health()).as(log("server")).contains("\"lease\""));
    }
}

package io.jobarrays.cli.local;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.Pause;
import io.jobarrays.cli.base.TlsTrust;
import io.jobarrays.cli.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Control plane as a process on this machine. */
final class ControlPlaneDaemon {
    static final String COMMAND_LINE_MARK = "quarkus-run.jar";

    private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(20);

    /** An embedded database that was killed is back within seconds. */
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration READY_INTERVAL = Duration.ofMillis(200);

    private final UserStateDirectory state;
    private final ProgramPaths programs;
    private final Optional<SSLContext> tls;

    ControlPlaneDaemon(UserStateDirectory state, ProgramPaths programs, Optional<SSLContext> tls) {
        this.state = state;
        this.programs = programs;
        this.tls = tls;
    }

    /** State file of the control plane if it is running, also in development mode. */
    Optional<JsonValue> view() {
        return state.json(state.serverFile())
                .filter(view -> RunningProgram.find(pid(view), "").isPresent());
    }

    /** Whether this CLI started the control plane and may stop it. */
    boolean startedHere() {
        return program().isPresent();
    }

    JsonValue start(PortFile ports, JsonValue cloud) {
        List<String> command = new ArrayList<>(programs.javaCommand(ServerHeap.option()));
        // A thread that ended without memory would leave arrays waiting; it is started again
        // instead.
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(List.of("-jar", programs.server().toString()));
        Map<String, String> env = environment(ports.port("server"), cloud);
        Daemon daemon = Daemon.start("the control plane", command, env, state.root(), "server.log");
        return daemon.await(
                () ->
                        view().filter(it -> pid(it) == daemon.pid())
                                .filter(it -> notReady(it).isEmpty()));
    }

    /** Waits until the running control plane is ready; fails with the reason after a timeout. */
    void awaitReady(Consumer<String> progress) {
        Instant end = Instant.now().plus(READY_TIMEOUT);
        Optional<String> reported = Optional.empty();
        for (Optional<String> reason = notReady(); reason.isPresent(); reason = notReady()) {
            if (Instant.now().isAfter(end)) {
                throw Failure.of(
                        "SPAWN-NOT-READY",
                        "the control plane runs but is not ready: %s; see %s"
                                .formatted(reason.get(), state.root().resolve("server.log")));
            }
            if (!reason.equals(reported)) {
                progress.accept("spawn: the control plane is not ready: " + reason.get());
                reported = reason;
            }
            Pause.of(READY_INTERVAL);
        }
    }

    /** Stops the control plane, and a database that a killed control plane left running. */
    boolean terminate() {
        boolean gone = program().map(it -> it.terminate(TERMINATION_TIMEOUT)).orElse(true);
        return databases()
                .map(it -> it.terminate(TERMINATION_TIMEOUT))
                .reduce(gone, Boolean::logicalAnd);
    }

    private Map<String, String> environment(int port, JsonValue cloud) {
        Map<String, String> env = new HashMap<>();
        env.put("SPAWN_STATE_DIR", state.root().toString());
        env.put("SPAWN_CLOUD", "local");
        env.put("SPAWN_CLOCK_FILE", state.cloud().resolve("clock").toString());
        env.put("SPAWN_AGENT_ARCHIVE", programs.agentArchive().toString());
        env.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        env.put("QUARKUS_HTTP_PORT", "" + port);
        // Several local systems run on one machine, and the main port on loopback has it all.
        env.put("QUARKUS_MANAGEMENT_PORT", "0");
        // The https URL of a user who tries TLS in the local cloud.
        env.put(
                "SPAWN_PUBLIC_URL",
                Optional.ofNullable(System.getenv("SPAWN_PUBLIC_URL"))
                        .or(() -> cloud.text("public_url"))
                        .orElse(""));
        env.put("SPAWN_IDENTITY_CERTIFICATE", cloud.text("identity_certificate").orElse(""));
        for (String service : List.of("EC2", "ROUTE53")) {
            String prefix = "QUARKUS_" + service + "_";
            String keys = prefix + "AWS_CREDENTIALS_STATIC_PROVIDER_";
            env.put(prefix + "ENDPOINT_OVERRIDE", cloud.text("endpoint").orElse(""));
            env.put(prefix + "AWS_REGION", cloud.text("region").orElse("us-east-1"));
            env.put(prefix + "AWS_CREDENTIALS_TYPE", "static");
            env.put(keys + "ACCESS_KEY_ID", cloud.text("access_key_id").orElse(""));
            env.put(keys + "SECRET_ACCESS_KEY", cloud.text("secret_access_key").orElse(""));
        }
        return env;
    }

    private Optional<String> notReady() {
        return view().map(this::notReady).orElse(Optional.of("it does not listen"));
    }

    /** Empty when it is ready. */
    private Optional<String> notReady(JsonValue view) {
        try {
            URI health = URI.create(view.text("url").orElse("") + "/q/health/ready");
            var request = (HttpURLConnection) health.toURL().openConnection();
            TlsTrust.apply(tls, request);
            request.setConnectTimeout(2_000);
            request.setReadTimeout(5_000);
            return request.getResponseCode() == 200
                    ? Optional.empty()
                    : Optional.of(failedChecks(request));
        } catch (IOException notYet) {
            return Optional.of("it does not answer (%s)".formatted(notYet.getMessage()));
        }
    }

    /** The failed checks of a MicroProfile health answer, each with its reason. */
    private static String failedChecks(HttpURLConnection request) throws IOException {
        try (InputStream body = request.getErrorStream()) {
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return JsonValue.parse(text).get("checks").items().stream()
                    .filter(check -> check.text("status").filter("DOWN"::equals).isPresent())
                    .map(
                            check ->
                                    "%s: %s"
                                            .formatted(
                                                    check.text("name").orElse("a check"),
                                                    check.get("data")
                                                            .text("reason")
                                                            .orElse("it failed")))
                    .collect(Collectors.joining("; "));
        } catch (IllegalArgumentException otherAnswer) {
            return "it answers " + request.getResponseCode();
        }
    }

    private Optional<RunningProgram> program() {
        return state.json(state.serverFile())
                .flatMap(it -> RunningProgram.find(pid(it), COMMAND_LINE_MARK));
    }

    private Stream<RunningProgram> databases() {
        Path directory = state.root().resolve("postgres");
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(directory, 3)) {
            return files.filter(it -> it.endsWith("postmaster.pid")).toList().stream()
                    .flatMap(it -> UserStateDirectory.read(it).stream())
                    .map(text -> text.lines().findFirst().orElse(""))
                    .filter(first -> first.matches("\\d{1,9}"))
                    .flatMap(
                            first ->
                                    RunningProgram.find(Long.parseLong(first), "postgres")
                                            .stream());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static long pid(JsonValue view) {
        return view.number("pid").orElse(-1);
    }
}

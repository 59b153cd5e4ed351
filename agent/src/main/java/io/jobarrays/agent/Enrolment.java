package io.jobarrays.agent;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Gets this machine its token: with the signed identity document and the launch's nonce, once. */
final class Enrolment {
    private static final Logger LOG = Logger.getLogger(Enrolment.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http;
    private final Wire wire;
    private final Metadata metadata;
    private final AgentEnv env;
    private final Path kept;

    Enrolment(HttpClient http, Wire wire, Metadata metadata, AgentEnv env, Root root) {
        this.http = http;
        this.wire = wire;
        this.metadata = metadata;
        this.env = env;
        this.kept = root.state("token");
    }

    /** The token, also after a restart of the agent; empty when the server refuses this machine. */
    Optional<String> token() throws IOException, InterruptedException {
        if (Files.exists(kept)) {
            return Optional.of(Files.readString(kept).strip());
        }
        Optional<String> token = enrol();
        if (token.isPresent()) {
            AtomicFile.write(kept, token.get() + "\n", AtomicFile.PRIVATE);
        }
        return token;
    }

    private Optional<String> enrol() throws InterruptedException {
        Backoff backoff = new Backoff();
        while (true) {
            try {
                HttpResponse<String> answer = ask();
                if (answer.statusCode() == 200) {
                    return Optional.of(wire.field(answer.body(), "token"));
                }
                LOG.errorf("enrolment: %d %s", answer.statusCode(), answer.body());
                if (answer.statusCode() == 403) {
                    return Optional.empty();
                }
            } catch (IOException e) {
                LOG.warnf("cannot enrol with %s: %s", env.server(), e);
            }
            backoff.pause();
        }
    }

    private HttpResponse<String> ask() throws IOException, InterruptedException {
        String body =
                wire.write(
                        Map.of(
                                "array_id", env.environment().id().value(),
                                "index", env.environment().index(),
                                "instance_id", env.instanceId(),
                                "nonce", env.nonce(),
                                "document", metadata.identityDocument(),
                                "signature", metadata.identitySignature()));
        URI address = env.server().resolve("/agents/enrol");
        return http.send(
                HttpRequest.newBuilder(address)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}

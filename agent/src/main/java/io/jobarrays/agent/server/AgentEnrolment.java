package io.jobarrays.agent.server;

import io.jobarrays.agent.host.AgentEnv;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.host.RetryBackoff;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Gets this machine its tokens: the first with the signed identity document and the launch's nonce,
 * later ones with the key the first was asked with.
 */
public final class AgentEnrolment {
    private static final Logger LOG = Logger.getLogger(AgentEnrolment.class);
    private static final String NOT_ENROLLED = "SPAWN-NOT-ENROLLED";

    /** With a 403: this instance has no place, or never had the one it claims. */
    private static final Set<String> FINAL = Set.of(NOT_ENROLLED, "SPAWN-REPLACED");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http;
    private final MessageCodec wire;
    private final MetadataClient metadata;
    private final AgentEnv env;
    private final MachineKey key;

    public AgentEnrolment(
            HttpClient http,
            MessageCodec wire,
            MetadataClient metadata,
            AgentEnv env,
            MachineKey key) {
        this.http = http;
        this.wire = wire;
        this.metadata = metadata;
        this.env = env;
        this.key = key;
    }

    /**
     * May be repeated with the same key: the answer may have been lost. Empty: refused for good.
     */
    Optional<ServerToken> enrol() throws InterruptedException {
        return persist("enrolment", this::askFirst);
    }

    /** Empty: this machine has no place in its array any more. */
    Optional<ServerToken> renew() throws InterruptedException {
        return persist("renewal", this::askAgain);
    }

    private HttpResponse<String> askFirst() throws IOException, InterruptedException {
        return post(
                "/agents/enrol",
                Map.of(
                        "array_id", env.environment().id().value(),
                        "index", env.environment().index(),
                        "instance_id", env.instanceId(),
                        "nonce", env.nonce(),
                        "public_key", key.publicKey(),
                        "document", metadata.identityDocument(),
                        "signature", metadata.identitySignature()));
    }

    /** A server whose database was set back has forgotten us: there we are as at first. */
    private HttpResponse<String> askAgain() throws IOException, InterruptedException {
        HttpResponse<String> answer = answerChallenge();
        return answer.statusCode() == 401 && code(answer).equals(NOT_ENROLLED)
                ? askFirst()
                : answer;
    }

    private HttpResponse<String> answerChallenge() throws IOException, InterruptedException {
        HttpResponse<String> asked =
                http.send(request("/agents/challenge").GET().build(), BodyHandlers.ofString());
        if (asked.statusCode() != 200) {
            return asked;
        }
        String challenge = wire.field(asked.body(), "challenge");
        return post(
                "/agents/token",
                Map.of(
                        "instance_id", env.instanceId(),
                        "challenge", challenge,
                        "signature", key.sign("renew\n" + env.instanceId() + "\n" + challenge)));
    }

    private HttpResponse<String> post(String path, Map<String, ?> fields)
            throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(wire.write(fields)))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(env.server().resolve(path)).timeout(PATIENCE);
    }

    private Optional<ServerToken> persist(String what, Question question)
            throws InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        while (true) {
            try {
                HttpResponse<String> answer = question.ask();
                String text = answer.body();
                if (answer.statusCode() == 200) {
                    return Optional.of(
                            ServerToken.of(
                                    wire.field(text, "token"), wire.field(text, "expires_at")));
                }
                LOG.errorf("%s: %d %s", what, answer.statusCode(), text);
                if (answer.statusCode() == 403 && FINAL.contains(code(answer))) {
                    return Optional.empty();
                }
            } catch (IOException | IllegalArgumentException e) {
                LOG.warnf("%s with %s: %s; trying again", what, env.server(), e);
            }
            backoff.pause();
        }
    }

    /** Of the server's own problems; empty for what somebody between us and it has said. */
    private String code(HttpResponse<String> answer) {
        return wire.tree(answer.body()).path("code").asText();
    }

    private interface Question {
        HttpResponse<String> ask() throws IOException, InterruptedException;
    }
}

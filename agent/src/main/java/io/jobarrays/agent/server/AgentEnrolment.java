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
    private static final String NOT_ENROLLED_CODE = "SPAWN-NOT-ENROLLED";

    /** With a 403: this instance has no place, or never had the one it claims. */
    private static final Set<String> FINAL_REFUSAL_CODES =
            Set.of(NOT_ENROLLED_CODE, "SPAWN-REPLACED");

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http;
    private final MessageCodec codec;
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
        this.codec = wire;
        this.metadata = metadata;
        this.env = env;
        this.key = key;
    }

    /**
     * May be repeated with the same key: the answer may have been lost. Empty: refused for good.
     */
    Optional<ServerToken> enrol() throws InterruptedException {
        return retryUntilAnswered("enrolment", this::requestEnrolment);
    }

    /** Empty: this machine has no place in its array any more. */
    Optional<ServerToken> renew() throws InterruptedException {
        return retryUntilAnswered("renewal", this::requestRenewal);
    }

    private HttpResponse<String> requestEnrolment() throws IOException, InterruptedException {
        return post(
                "/agents/enrol",
                Map.of(
                        "array_id", env.member().id().value(),
                        "index", env.member().index(),
                        "instance_id", env.instanceId(),
                        "nonce", env.nonce(),
                        "public_key", key.publicKey(),
                        "document", metadata.identityDocument(),
                        "signature", metadata.identitySignature()));
    }

    /** A server whose database was set back has forgotten us: there we are as at first. */
    private HttpResponse<String> requestRenewal() throws IOException, InterruptedException {
        HttpResponse<String> answer = answerChallenge();
        return answer.statusCode() == 401 && problemCode(answer).equals(NOT_ENROLLED_CODE)
                ? requestEnrolment()
                : answer;
    }

    private HttpResponse<String> answerChallenge() throws IOException, InterruptedException {
        HttpResponse<String> asked =
                http.send(request("/agents/challenge").GET().build(), BodyHandlers.ofString());
        if (asked.statusCode() != 200) {
            return asked;
        }
        String challenge = codec.readField(asked.body(), "challenge");
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
                        .POST(BodyPublishers.ofString(codec.write(fields)))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(env.server().resolve(path)).timeout(REQUEST_TIMEOUT);
    }

    private Optional<ServerToken> retryUntilAnswered(String what, TokenRequest question)
            throws InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        while (true) {
            try {
                HttpResponse<String> answer = question.send();
                String text = answer.body();
                if (answer.statusCode() == 200) {
                    return Optional.of(
                            ServerToken.of(
                                    codec.readField(text, "token"),
                                    codec.readField(text, "expires_at")));
                }
                LOG.errorf("%s: %d %s", what, answer.statusCode(), text);
                if (answer.statusCode() == 403
                        && FINAL_REFUSAL_CODES.contains(problemCode(answer))) {
                    return Optional.empty();
                }
            } catch (IOException | IllegalArgumentException e) {
                LOG.warnf("%s with %s: %s; trying again", what, env.server(), e);
            }
            backoff.pause();
        }
    }

    /** Of the server's own problems; empty for what somebody between us and it has said. */
    private String problemCode(HttpResponse<String> answer) {
        return codec.readTree(answer.body()).path("code").asText();
    }

    private interface TokenRequest {
        HttpResponse<String> send() throws IOException, InterruptedException;
    }
}

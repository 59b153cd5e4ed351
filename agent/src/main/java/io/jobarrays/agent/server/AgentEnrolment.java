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
 * Requests this machine's tokens: the first with the signed identity document and the launch's
 * nonce, later ones with the machine's key. Retries until the server answers.
 */
public final class AgentEnrolment {
    private static final Logger LOG = Logger.getLogger(AgentEnrolment.class);
    private static final String NOT_ENROLLED_CODE = "SPAWN-NOT-ENROLLED";

    /** Codes of a final 403: this instance is not, or no longer, a member. */
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
            MessageCodec codec,
            MetadataClient metadata,
            AgentEnv env,
            MachineKey key) {
        this.http = http;
        this.codec = codec;
        this.metadata = metadata;
        this.env = env;
        this.key = key;
    }

    /**
     * Requests the first token; repeatable with the same key, since the response may be lost.
     *
     * @return empty when the server refuses this machine finally
     */
    Optional<ServerToken> enrol() throws InterruptedException {
        return retryUntilAnswered("enrolment", this::requestEnrolment);
    }

    /**
     * Requests another token.
     *
     * @param last token before it, also expired: it proves that this machine is no stranger
     * @return empty when this machine is no longer a member of its array
     */
    Optional<ServerToken> renew(ServerToken last) throws InterruptedException {
        return retryUntilAnswered("renewal", () -> requestRenewal(last));
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

    /** Enrols again when the server does not know the instance, after its database was restored. */
    private HttpResponse<String> requestRenewal(ServerToken last)
            throws IOException, InterruptedException {
        HttpResponse<String> response = answerChallenge(last);
        return response.statusCode() == 401 && problemCode(response).equals(NOT_ENROLLED_CODE)
                ? requestEnrolment()
                : response;
    }

    private HttpResponse<String> answerChallenge(ServerToken last)
            throws IOException, InterruptedException {
        HttpResponse<String> challengeResponse =
                http.send(request("/agents/challenge").GET().build(), BodyHandlers.ofString());
        if (challengeResponse.statusCode() != 200) {
            return challengeResponse;
        }
        String challenge = codec.readField(challengeResponse.body(), "challenge");
        return post(
                "/agents/token",
                Map.of(
                        "instance_id", env.instanceId(),
                        "challenge", challenge,
                        "token", last.value(),
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

    private Optional<ServerToken> retryUntilAnswered(String operation, TokenRequest request)
            throws InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        while (true) {
            try {
                HttpResponse<String> response = request.send();
                String body = response.body();
                if (response.statusCode() == 200) {
                    return Optional.of(
                            ServerToken.of(
                                    codec.readField(body, "token"),
                                    codec.readField(body, "expires_at")));
                }
                LOG.errorf("%s: %d %s", operation, response.statusCode(), body);
                if (response.statusCode() == 403
                        && FINAL_REFUSAL_CODES.contains(problemCode(response))) {
                    return Optional.empty();
                }
            } catch (IOException | IllegalArgumentException e) {
                LOG.warnf("%s with %s: %s; retrying", operation, env.server(), e);
            }
            backoff.pause();
        }
    }

    /** Problem code of the server; empty for a response of a proxy. */
    private String problemCode(HttpResponse<String> response) {
        return codec.readTree(response.body()).path("code").asText();
    }

    private interface TokenRequest {
        HttpResponse<String> send() throws IOException, InterruptedException;
    }
}

package io.jobarrays.server.agents.identity;

import io.jobarrays.server.caller.CallerAddress;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.problems.Refused;
import io.jobarrays.server.state.StampedSecrets;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Authenticates calls of agents; the database is asked only about tokens of this server. */
@ApplicationScoped
public class AgentAuthentication {
    private final AgentTokens tokens;
    private final StampedSecrets secrets;
    private final FailedAttempts attempts;
    private final CallerAddress addresses;

    AgentAuthentication(
            AgentTokens tokens,
            StampedSecrets secrets,
            FailedAttempts attempts,
            CallerAddress addresses) {
        this.tokens = tokens;
        this.secrets = secrets;
        this.attempts = attempts;
        this.addresses = addresses;
    }

    /**
     * Admits a call whose token may have to be looked up.
     *
     * @throws Refused 429 when the caller makes up tokens
     */
    public void admit(HttpServerRequest request) {
        Optional<String> token = AgentCredentials.of(request).token();
        if (token.isEmpty() || tokens.isRemembered(token.get())) {
            return;
        }
        attempts.admit(
                token.filter(this::isStamped).map(it -> it.substring(0, it.indexOf('.'))),
                addresses.of(request));
    }

    /** Whether the call has a token that this control plane issued, which may have expired. */
    public boolean isStamped(HttpServerRequest request) {
        return AgentCredentials.of(request)
                .token()
                .filter(token -> tokens.isRemembered(token) || isStamped(token))
                .isPresent();
    }

    private boolean isStamped(String token) {
        return secrets.isStamped(StampedSecrets.Kind.TOKEN, token);
    }

    /**
     * As {@link #admit}, for a call with the nonce of a launch as its token.
     *
     * @throws Refused 429 when the caller makes up nonces
     */
    public void admitNonce(HttpServerRequest request, String nonce) {
        if (!secrets.isStamped(StampedSecrets.Kind.NONCE, nonce)) {
            attempts.failed(addresses.of(request));
        }
    }

    /**
     * The assignment of the caller's instance.
     *
     * @throws Refused 401 without valid credentials, 429 when the caller makes up tokens
     */
    public Assignment require(HttpServerRequest request) {
        admit(request);
        return tokens.assignment(AgentCredentials.of(request))
                .orElseThrow(
                        () ->
                                new Refused(
                                        401,
                                        "SPAWN-AGENT-TOKEN",
                                        "no live member has this token, or it came without its"
                                                + " key's signature, or it has expired; renew it at"
                                                + " /agents/token"));
    }
}

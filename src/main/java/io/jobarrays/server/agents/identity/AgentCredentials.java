package io.jobarrays.server.agents.identity;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Credentials of an agent's call: its token, and the signature of method, path and token with its
 * key.
 */
public record AgentCredentials(
        String method, String path, @Nullable String authorization, @Nullable String proof) {
    private static final String BEARER = "Bearer ";

    public static AgentCredentials of(HttpServerRequest request) {
        return new AgentCredentials(
                request.method().name(),
                request.path(),
                request.getHeader("Authorization"),
                request.getHeader("Spawn-Proof"));
    }

    Optional<String> token() {
        return bearer(authorization);
    }

    boolean isSignedBy(AgentKey key, String token) {
        String text = "%s %s\n%s".formatted(method, path, token);
        return proof != null && Ed25519.verify(key.publicKey, text, proof);
    }

    public static Optional<String> bearer(@Nullable String authorization) {
        return authorization != null && authorization.startsWith(BEARER)
                ? Optional.of(authorization.substring(BEARER.length()))
                : Optional.empty();
    }
}

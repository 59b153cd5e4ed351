package io.jobarrays.server.agents.identity;

import io.jobarrays.contract.Sha256;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Tokens of agents, stored by their hash. */
@ApplicationScoped
class AgentTokenRows {
    static AgentToken row(String token, String instanceId, Instant createdAt, Instant expiresAt) {
        AgentToken row = new AgentToken();
        row.tokenHash = hash(token);
        row.instanceId = instanceId;
        row.createdAt = createdAt;
        row.expiresAt = expiresAt;
        return row;
    }

    Optional<AgentToken> find(String token) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> AgentToken.findByIdOptional(hash(token)));
    }

    void deleteExpired(Instant now) {
        QuarkusTransaction.requiringNew().run(() -> AgentToken.delete("expiresAt < ?1", now));
    }

    /** Within the caller's transaction. */
    void delete(Set<String> instanceIds) {
        AgentToken.delete("instanceId in ?1", instanceIds);
    }

    private static String hash(String token) {
        return Sha256.of(token);
    }
}

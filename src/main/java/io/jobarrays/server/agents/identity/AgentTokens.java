package io.jobarrays.server.agents.identity;

import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Issues tokens to agents and verifies them. A token is valid for one hour, for the assignment of
 * one instance, and only with a signature of that instance's key.
 */
@ApplicationScoped
public class AgentTokens {
    public static final String REPLACED_REASON = "it has ended, or a newer instance has its place";

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstanceRows instances;
    private final AgentKeyRows keys;
    private final AgentTokenRows tokens;
    private final EnrolmentRefusals refusals;
    private final Clock clock;

    AgentTokens(
            InstanceRows instances,
            AgentKeyRows keys,
            AgentTokenRows tokens,
            EnrolmentRefusals refusals,
            Clock clock) {
        this.instances = instances;
        this.keys = keys;
        this.tokens = tokens;
        this.refusals = refusals;
        this.clock = clock;
    }

    /** A new token. */
    record Issued(String token, Instant expiresAt) {}

    /** The instance a token was issued to. */
    private record TokenHolder(
            Assignment assignment, AgentKey key, Instant expiresAt, boolean holdsAssignment) {}

    Issued issue(Assignment assignment) {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        Instant now = clock.instant();
        tokens.insert(token, assignment.instanceId(), now, now.plus(TOKEN_LIFETIME));
        return new Issued(token, now.plus(TOKEN_LIFETIME));
    }

    /**
     * The assignment of the token's instance; empty when the token is unknown or expired, is not
     * signed by the instance's key, or the instance does not hold the assignment.
     */
    public Optional<Assignment> assignment(AgentCredentials credentials) {
        Optional<String> token = credentials.token();
        Optional<TokenHolder> found = token.flatMap(this::find);
        if (token.isEmpty() || found.isEmpty()) {
            return Optional.empty();
        }
        TokenHolder holder = found.get();
        if (!credentials.isSignedBy(holder.key(), token.get())) {
            refusals.report(
                    holder.assignment(),
                    "its token came without the signature of its key, as a copied one would");
            return Optional.empty();
        }
        if (!holder.holdsAssignment()) {
            refusals.report(holder.assignment(), REPLACED_REASON);
            return Optional.empty();
        }
        // Not reported: after hibernation every agent has an expired token and renews it.
        return Optional.of(holder)
                .filter(one -> one.expiresAt().isAfter(clock.instant()))
                .map(TokenHolder::assignment);
    }

    /**
     * @throws Refused 401 when {@link #assignment} is empty
     */
    public Assignment requireAssignment(AgentCredentials credentials) {
        return assignment(credentials)
                .orElseThrow(
                        () ->
                                new Refused(
                                        401,
                                        "SPAWN-AGENT-TOKEN",
                                        "no live member has this token, or it came without its"
                                                + " key's signature, or it has expired; renew it at"
                                                + " /agents/token"));
    }

    @Scheduled(every = "1h", delayed = "5m")
    void deleteExpired() {
        tokens.deleteExpired(clock.instant());
    }

    private Optional<TokenHolder> find(String token) {
        return QuarkusTransaction.requiringNew()
                .call(() -> tokens.find(token).flatMap(this::holder));
    }

    private Optional<TokenHolder> holder(AgentToken token) {
        return instances
                .assignment(token.instanceId)
                .flatMap(
                        assignment ->
                                keys.find(token.instanceId)
                                        .map(key -> holder(token, assignment, key)));
    }

    private TokenHolder holder(AgentToken token, Assignment assignment, AgentKey key) {
        return new TokenHolder(
                assignment, key, token.expiresAt, instances.holdsAssignment(assignment));
    }
}

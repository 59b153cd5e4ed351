package io.jobarrays.server.agents.identity;

import io.jobarrays.contract.Sha256;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Gives agents their tokens and knows them again. A token opens its own place and nothing else, for
 * an hour, and only together with the signature of the key of the instance it was given to.
 */
@ApplicationScoped
public class AgentTokens {
    public static final String REPLACED_REASON = "it has ended, or a newer instance has its place";

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstanceRows instances;
    private final AgentKeys keys;
    private final EnrolmentRefusals refusals;
    private final Clock clock;

    AgentTokens(InstanceRows instances, AgentKeys keys, EnrolmentRefusals refusals, Clock clock) {
        this.instances = instances;
        this.keys = keys;
        this.refusals = refusals;
        this.clock = clock;
    }

    /** A new token. */
    record Issued(String token, Instant expiresAt) {}

    /** Whose token it is. */
    private record TokenHolder(
            Assignment assignment, AgentKey key, Instant expiresAt, boolean holds) {}

    @Transactional
    Issued issue(Assignment assignment) {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String text = HexFormat.of().formatHex(random);
        AgentToken token = new AgentToken();
        token.tokenHash = hash(text);
        token.instanceId = assignment.instanceId();
        token.createdAt = clock.instant();
        token.expiresAt = token.createdAt.plus(TOKEN_LIFETIME);
        token.persist();
        return new Issued(text, token.expiresAt);
    }

    /** The place of a token that is shown by whom it was given to, while that holds the place. */
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
        if (!holder.holds()) {
            refusals.report(holder.assignment(), REPLACED_REASON);
            return Optional.empty();
        }
        // An agent that slept shows an old token and renews it: nothing to tell anybody.
        return Optional.of(holder)
                .filter(one -> one.expiresAt().isAfter(clock.instant()))
                .map(TokenHolder::assignment);
    }

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
        QuarkusTransaction.requiringNew()
                .run(() -> AgentToken.delete("expiresAt < ?1", clock.instant()));
    }

    private Optional<TokenHolder> find(String token) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                AgentToken.<AgentToken>findByIdOptional(hash(token))
                                        .flatMap(this::find));
    }

    private Optional<TokenHolder> find(AgentToken row) {
        return instances
                .assignment(row.instanceId)
                .flatMap(
                        assignment ->
                                keys.find(row.instanceId)
                                        .map(
                                                key ->
                                                        new TokenHolder(
                                                                assignment,
                                                                key,
                                                                row.expiresAt,
                                                                instances.holdsAssignment(
                                                                        assignment))));
    }

    private static String hash(String token) {
        return Sha256.of(token);
    }
}

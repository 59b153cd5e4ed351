package io.jobarrays.server.agents.identity;

import io.jobarrays.server.files.Sha256;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
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
    public static final String GONE = "it has ended, or a newer instance has its place";

    private static final Duration LIFE = Duration.ofHours(1);
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
    private record Known(Assignment place, AgentKey key, Instant expiresAt, boolean holds) {}

    @Transactional
    Issued issue(Assignment place) {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String text = HexFormat.of().formatHex(random);
        AgentToken token = new AgentToken();
        token.tokenHash = hash(text);
        token.instanceId = place.instanceId();
        token.createdAt = clock.instant();
        token.expiresAt = token.createdAt.plus(LIFE);
        token.persist();
        return new Issued(text, token.expiresAt);
    }

    /** The place of a token that is shown by whom it was given to, while that holds the place. */
    public Optional<Assignment> place(AgentCredentials shown) {
        Optional<String> token = shown.token();
        Optional<Known> known = token.flatMap(this::known);
        if (token.isEmpty() || known.isEmpty()) {
            return Optional.empty();
        }
        Known agent = known.get();
        if (!shown.provenBy(agent.key(), token.get())) {
            refusals.tell(
                    agent.place(),
                    "its token came without the signature of its key, as a copied one would");
            return Optional.empty();
        }
        if (!agent.holds()) {
            refusals.tell(agent.place(), GONE);
            return Optional.empty();
        }
        // An agent that slept shows an old token and renews it: nothing to tell anybody.
        return Optional.of(agent)
                .filter(one -> one.expiresAt().isAfter(clock.instant()))
                .map(Known::place);
    }

    public Assignment need(AgentCredentials shown) {
        return place(shown)
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
    void forget() {
        QuarkusTransaction.requiringNew()
                .run(() -> AgentToken.delete("expiresAt < ?1", clock.instant()));
    }

    private Optional<Known> known(String token) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                AgentToken.<AgentToken>findByIdOptional(hash(token))
                                        .flatMap(this::known));
    }

    private Optional<Known> known(AgentToken row) {
        return instances
                .place(row.instanceId)
                .flatMap(
                        place ->
                                keys.of(row.instanceId)
                                        .map(
                                                key ->
                                                        new Known(
                                                                place,
                                                                key,
                                                                row.expiresAt,
                                                                instances.holds(place))));
    }

    private static String hash(String token) {
        return Sha256.of(token.getBytes(StandardCharsets.UTF_8));
    }
}

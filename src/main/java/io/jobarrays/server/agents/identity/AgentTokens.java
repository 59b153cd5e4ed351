package io.jobarrays.server.agents.identity;

import io.jobarrays.contract.Sha256;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceOwner;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.state.StampedSecrets;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Issues tokens to agents and verifies them. A token is valid for one hour, for the assignment of
 * one instance, and only with a signature of that instance's key.
 */
@ApplicationScoped
public class AgentTokens {
    public static final String REPLACED_REASON = "it has ended, or a newer instance has its place";

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    private final InstanceRows instances;
    private final InstanceOwner owner;
    private final AgentKeyRows keys;
    private final AgentTokenRows tokens;
    private final StampedSecrets secrets;
    private final EnrolmentRefusals refusals;
    private final Clock clock;

    /** By the hash of the token; what is missing is read from the rows, which outlast a restart. */
    private final Map<String, TokenHolder> holders = new ConcurrentHashMap<>();

    AgentTokens(
            InstanceRows instances,
            InstanceOwner owner,
            AgentKeyRows keys,
            AgentTokenRows tokens,
            StampedSecrets secrets,
            EnrolmentRefusals refusals,
            Clock clock) {
        this.instances = instances;
        this.owner = owner;
        this.keys = keys;
        this.tokens = tokens;
        this.secrets = secrets;
        this.refusals = refusals;
        this.clock = clock;
    }

    /** A new token. */
    record Issued(String token, Instant expiresAt) {}

    /** The instance a token was issued to. */
    private record TokenHolder(Assignment assignment, AgentKey key, Instant expiresAt) {}

    /**
     * Enrols the instance with its first token; empty when the nonce is wrong, or was used with
     * another key.
     */
    Optional<Issued> enrol(Assignment assignment, String nonce, String publicKey) {
        Issued issued = next(assignment);
        return keys.admit(assignment, nonce, publicKey, row(assignment, issued))
                .map(key -> remember(assignment, key, issued));
    }

    /** The next token of an enrolled instance. */
    Issued renew(Assignment assignment, AgentKey key) {
        Issued issued = next(assignment);
        AgentToken row = row(assignment, issued);
        owner.run(assignment.arrayId(), it -> it.insert(row));
        return remember(assignment, key, issued);
    }

    /** Whether the instance is the newest of its member and is not ending. */
    boolean holdsAssignment(Assignment assignment) {
        return owner.change(assignment.arrayId(), it -> it.holds(assignment));
    }

    private Issued next(Assignment assignment) {
        return new Issued(
                secrets.create(StampedSecrets.Kind.TOKEN, assignment.instanceId()),
                clock.instant().plus(TOKEN_LIFETIME));
    }

    private AgentToken row(Assignment assignment, Issued issued) {
        return AgentTokenRows.row(
                issued.token(), assignment.instanceId(), clock.instant(), issued.expiresAt());
    }

    private Issued remember(Assignment assignment, AgentKey key, Issued issued) {
        holders.put(
                Sha256.of(issued.token()), new TokenHolder(assignment, key, issued.expiresAt()));
        return issued;
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
        if (!holdsAssignment(holder.assignment())) {
            Optional<TokenHolder> reassigned = reassigned(token.get(), holder);
            if (reassigned.isEmpty()) {
                refusals.report(holder.assignment(), REPLACED_REASON);
                return Optional.empty();
            }
            holder = reassigned.get();
        }
        // Not reported: after hibernation every agent has an expired token and renews it.
        return Optional.of(holder)
                .filter(one -> one.expiresAt().isAfter(clock.instant()))
                .map(TokenHolder::assignment);
    }

    /** As {@link #assignment}, for credentials whose signature was verified just before. */
    public Optional<Assignment> assignmentOf(AgentCredentials verified) {
        return verified.token()
                .flatMap(this::find)
                .map(TokenHolder::assignment)
                .filter(this::holdsAssignment);
    }

    /** Its instance may be the machine of another member now, by its row. */
    private Optional<TokenHolder> reassigned(String token, TokenHolder before) {
        holders.remove(Sha256.of(token), before);
        return find(token)
                .filter(it -> !it.assignment().equals(before.assignment()))
                .filter(it -> holdsAssignment(it.assignment()));
    }

    /** Whether the token is known without the database. */
    boolean isRemembered(String token) {
        return holders.containsKey(Sha256.of(token));
    }

    @Scheduled(every = "1h", delayed = "5m")
    void deleteExpired() {
        Instant now = clock.instant();
        holders.values().removeIf(holder -> holder.expiresAt().isBefore(now));
        tokens.deleteExpired(now);
    }

    /** As a restart of the server does. */
    void forgetHolders() {
        holders.clear();
    }

    private Optional<TokenHolder> find(String token) {
        String hash = Sha256.of(token);
        TokenHolder known = holders.get(hash);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<TokenHolder> stored =
                QuarkusTransaction.requiringNew()
                        .call(() -> tokens.find(token).flatMap(this::holder));
        stored.ifPresent(holder -> holders.put(hash, holder));
        return stored;
    }

    private Optional<TokenHolder> holder(AgentToken token) {
        return instances
                .assignment(token.instanceId)
                .flatMap(
                        assignment ->
                                keys.find(token.instanceId)
                                        .map(
                                                key ->
                                                        new TokenHolder(
                                                                assignment, key, token.expiresAt)));
    }

    /** Deletes tokens and keys of instances, within the caller's transaction. */
    public void forget(Set<String> instanceIds) {
        tokens.delete(instanceIds);
        keys.delete(instanceIds);
        holders.values().removeIf(it -> instanceIds.contains(it.assignment().instanceId()));
    }
}

package io.jobarrays.server.agents.identity;

import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceOwner;
import io.jobarrays.server.instances.rows.OwnedInstances;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Public keys of enrolled agents. */
@ApplicationScoped
class AgentKeyRows {
    private final InstanceOwner owner;
    private final Clock clock;

    AgentKeyRows(InstanceOwner owner, Clock clock) {
        this.owner = owner;
        this.clock = clock;
    }

    /**
     * Enrols the instance with the key and its first token, once and with the nonce of its launch;
     * the same key again is admitted too, because the first answer may be lost.
     *
     * @return the key, or empty for an agent that may not enrol
     */
    Optional<AgentKey> admit(
            Assignment assignment, String nonce, String publicKey, AgentToken token) {
        AgentKey key = row(assignment.instanceId(), publicKey);
        boolean first =
                owner.change(
                        assignment.arrayId(),
                        instances -> enrol(instances, assignment, nonce, key, token));
        return first ? Optional.of(key) : admitAgain(assignment, nonce, key, token);
    }

    private boolean enrol(
            OwnedInstances instances,
            Assignment assignment,
            String nonce,
            AgentKey key,
            AgentToken token) {
        Instant now = clock.instant();
        boolean first =
                instances
                        .find(assignment.instanceId())
                        .filter(instance -> instance.enrol(nonce, now))
                        .isPresent();
        if (first) {
            instances.insert(key);
            instances.insert(token);
        }
        return first;
    }

    private Optional<AgentKey> admitAgain(
            Assignment assignment, String nonce, AgentKey key, AgentToken token) {
        boolean sameKey =
                find(assignment.instanceId())
                        .filter(known -> known.publicKey.equals(key.publicKey))
                        .isPresent();
        boolean admitted =
                sameKey
                        && owner.change(
                                assignment.arrayId(),
                                instances -> {
                                    boolean ofLaunch =
                                            instances
                                                    .find(assignment.instanceId())
                                                    .filter(one -> one.launchedWith(nonce))
                                                    .isPresent();
                                    if (ofLaunch) {
                                        instances.insert(token);
                                    }
                                    return ofLaunch;
                                });
        return admitted ? Optional.of(key) : Optional.empty();
    }

    Optional<AgentKey> find(String instanceId) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> AgentKey.findByIdOptional(instanceId));
    }

    /** Within the caller's transaction. */
    void delete(Set<String> instanceIds) {
        AgentKey.delete("instanceId in ?1", instanceIds);
    }

    private AgentKey row(String instanceId, String publicKey) {
        AgentKey key = new AgentKey();
        key.instanceId = instanceId;
        key.publicKey = publicKey;
        key.createdAt = clock.instant();
        return key;
    }
}

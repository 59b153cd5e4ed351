package io.jobarrays.server.agents.identity;

import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Public keys of enrolled agents. */
@ApplicationScoped
class AgentKeyRows {
    private final InstanceRows instances;
    private final Clock clock;

    AgentKeyRows(InstanceRows instances, Clock clock) {
        this.instances = instances;
        this.clock = clock;
    }

    /**
     * Enrols the instance with the key, once and with the nonce of its launch; the same key again
     * is admitted too, because the first answer may be lost.
     */
    boolean admit(Assignment assignment, String nonce, String publicKey) {
        return QuarkusTransaction.joiningExisting()
                .call(
                        () -> {
                            if (instances.enrol(assignment, nonce)) {
                                insert(assignment.instanceId(), publicKey);
                                return true;
                            }
                            return find(assignment.instanceId())
                                            .filter(key -> key.publicKey.equals(publicKey))
                                            .isPresent()
                                    && instances.launchedWith(assignment, nonce);
                        });
    }

    Optional<AgentKey> find(String instanceId) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> AgentKey.findByIdOptional(instanceId));
    }

    private void insert(String instanceId, String publicKey) {
        AgentKey key = new AgentKey();
        key.instanceId = instanceId;
        key.publicKey = publicKey;
        key.createdAt = clock.instant();
        key.persist();
    }
}

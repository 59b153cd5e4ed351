package io.jobarrays.server.agents.identity;

import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;

/** The keys of agents that enrolled. */
@ApplicationScoped
class AgentKeys {
    private final InstanceRows instances;
    private final Clock clock;

    AgentKeys(InstanceRows instances, Clock clock) {
        this.instances = instances;
        this.clock = clock;
    }

    /**
     * Takes the key with the launch's nonce, once per instance; the same key again, whose answer
     * was lost, is as good as the first time.
     */
    @Transactional
    boolean admit(Assignment assignment, String nonce, String publicKey) {
        if (instances.enrol(assignment, nonce)) {
            AgentKey key = new AgentKey();
            key.instanceId = assignment.instanceId();
            key.publicKey = publicKey;
            key.createdAt = clock.instant();
            key.persist();
            return true;
        }
        return find(assignment.instanceId())
                        .filter(key -> key.publicKey.equals(publicKey))
                        .isPresent()
                && instances.launchedWith(assignment, nonce);
    }

    @Transactional
    Optional<AgentKey> find(String instanceId) {
        return AgentKey.findByIdOptional(instanceId);
    }
}

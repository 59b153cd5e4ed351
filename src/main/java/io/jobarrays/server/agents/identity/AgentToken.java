package io.jobarrays.server.agents.identity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

/** Token of an enrolled agent, stored by its hash. */
@Entity
public class AgentToken extends PanacheEntityBase {
    @Id public String tokenHash = "";
    public String instanceId = "";
    public Instant createdAt = Instant.EPOCH;
    public Instant expiresAt = Instant.EPOCH;
}

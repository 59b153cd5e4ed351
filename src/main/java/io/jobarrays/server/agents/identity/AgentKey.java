package io.jobarrays.server.agents.identity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

/** By what an enrolled agent is known: the public half of a key that is on its disk alone. */
@Entity
public class AgentKey extends PanacheEntityBase {
    @Id public String instanceId = "";

    /** X.509 in Base64. */
    public String publicKey = "";

    public Instant createdAt = Instant.EPOCH;
}

package io.jobarrays.server.agents.identity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

/** Public key of an enrolled agent; the private key is on the disk of its instance only. */
@Entity
public class AgentKey extends PanacheEntityBase {
    @Id public String instanceId = "";

    /** X.509 form in Base64. */
    public String publicKey = "";

    public Instant createdAt = Instant.EPOCH;
}

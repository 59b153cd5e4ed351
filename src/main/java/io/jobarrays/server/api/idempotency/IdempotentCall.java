package io.jobarrays.server.api.idempotency;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Row of one Idempotency-Key, with the stored answer once the call has ended. */
@Entity
public class IdempotentCall extends PanacheEntityBase {
    @Id public String key = "";

    /** HMAC of method, path, query and body; only the key can compare a guess with it. */
    public String request = "";

    /** Null while the call is in progress, and for good when it was cut off. */
    public @Nullable Integer status;

    public @Nullable String location;
    public @Nullable String contentType;

    /** JSON of the {@code Spawn-} headers, a list of values per name. */
    public @Nullable String headers;

    /** Sealed, because a dry run's answer holds the flags of its stages. */
    public @Nullable String body;

    public Instant createdAt = Instant.EPOCH;
}

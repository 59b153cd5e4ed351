package io.jobarrays.server.api.idempotency;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row for every Idempotency-Key; {@code request} is the hash of what came with it. */
@Entity
public class IdempotentCall extends PanacheEntityBase {
    @Id public String key = "";
    public String request = "";
    public @Nullable Integer status;
    public @Nullable String location;
    public @Nullable String contentType;
    public @Nullable String body;
    public Instant createdAt = Instant.EPOCH;

    /** True for the first who comes with the key, whoever comes at the same time. */
    static boolean take(String key, String request, Instant now) {
        return getEntityManager()
                        .createNativeQuery(
                                "insert into idempotent_call (key, request, created_at)"
                                        + " values (?1, ?2, ?3) on conflict do nothing")
                        .setParameter(1, key)
                        .setParameter(2, request)
                        .setParameter(3, now)
                        .executeUpdate()
                == 1;
    }
}

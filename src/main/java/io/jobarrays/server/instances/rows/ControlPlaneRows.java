package io.jobarrays.server.instances.rows;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.UUID;

/** Table with the one id of this control plane. */
@ApplicationScoped
public class ControlPlaneRows {
    private final EntityManager database;

    ControlPlaneRows(EntityManager database) {
        this.database = database;
    }

    /** The id; created at the first call. */
    public String readOrCreate() {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            insertIfMissing();
                            return (String)
                                    database.createNativeQuery(
                                                    "select id from control_plane", String.class)
                                            .getSingleResult();
                        });
    }

    /** When the id was created. */
    public Instant createdAt() {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                (Instant)
                                        database.createNativeQuery(
                                                        "select created_at from control_plane",
                                                        Instant.class)
                                                .getSingleResult());
    }

    private void insertIfMissing() {
        database.createNativeQuery(
                        "insert into control_plane (id, created_at) select ?1, now() where not"
                                + " exists (select 1 from control_plane)")
                .setParameter(1, "cp-" + UUID.randomUUID())
                .executeUpdate();
    }
}

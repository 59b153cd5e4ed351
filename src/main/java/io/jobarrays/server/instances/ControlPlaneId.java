package io.jobarrays.server.instances;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who we are to EC2: an id that lives in the database and is on every instance of ours. */
@ApplicationScoped
public class ControlPlaneId {
    private final EntityManager database;
    private @Nullable String id;

    ControlPlaneId(EntityManager database) {
        this.database = database;
    }

    public synchronized String id() {
        if (id == null) {
            id = QuarkusTransaction.requiringNew().call(this::readOrCreate);
        }
        return id;
    }

    private String readOrCreate() {
        database.createNativeQuery(
                        "insert into control_plane (id, created_at) select ?1, now() where not"
                                + " exists (select 1 from control_plane)")
                .setParameter(1, "cp-" + UUID.randomUUID())
                .executeUpdate();
        return (String)
                database.createNativeQuery("select id from control_plane", String.class)
                        .getSingleResult();
    }
}

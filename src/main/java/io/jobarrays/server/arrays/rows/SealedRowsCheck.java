package io.jobarrays.server.arrays.rows;

import io.jobarrays.server.files.Vault;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.util.List;

/** Startup check that the key opens the sealed rows; a server with another key must not start. */
@ApplicationScoped
class SealedRowsCheck {
    private final EntityManager database;
    private final Vault vault;

    SealedRowsCheck(EntityManager database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /** Priority: after the migrations, before the first read of a sealed row. */
    void check(@Observes @Priority(50) StartupEvent event) {
        QuarkusTransaction.joiningExisting().call(this::newest).forEach(vault::open);
    }

    @SuppressWarnings("unchecked")
    private List<String> newest() {
        return database.createNativeQuery(
                        "select flags from job_array where flags like ?1 order by created_at desc"
                                + " limit 1",
                        String.class)
                .setParameter(1, Vault.SEALED + "%")
                .getResultList();
    }
}

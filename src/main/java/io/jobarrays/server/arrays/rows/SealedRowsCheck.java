package io.jobarrays.server.arrays.rows;

import io.jobarrays.server.files.Vault;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;

/** Refuses to start over rows that the key does not open: no array could be looked after. */
@ApplicationScoped
class SealedRowsCheck {
    private final EntityManager database;
    private final Vault vault;

    SealedRowsCheck(EntityManager database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /** After the migrations, before anybody reads such a row. */
    @Transactional
    void check(@Observes @Priority(50) StartupEvent event) {
        newest().forEach(vault::open);
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

package io.jobarrays.server.agents.transfer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Files that the members of an array may fetch: its bundle and the outputs it reads. */
@ApplicationScoped
public class MemberFileRows {
    private final EntityManager database;

    MemberFileRows(EntityManager database) {
        this.database = database;
    }

    /**
     * Sets them once; a second call changes nothing.
     *
     * @param inputs stage to the array whose outputs the members read
     */
    public void insert(String arrayId, @Nullable String bundle, Map<String, String> inputs) {
        QuarkusTransaction.joiningExisting()
                .run(
                        () -> {
                            insertBundle(arrayId, bundle);
                            inputs.forEach((stage, source) -> insertInput(arrayId, stage, source));
                        });
    }

    /** Another bundle from now on, within the caller's transaction. */
    public void replaceBundle(String arrayId, @Nullable String bundle) {
        database.createNativeQuery("update member_files set bundle = ?2 where array_id = ?1")
                .setParameter(1, arrayId)
                .setParameter(2, bundle)
                .executeUpdate();
    }

    private void insertBundle(String arrayId, @Nullable String bundle) {
        database.createNativeQuery(
                        "insert into member_files (array_id, bundle) values (?1, ?2) on conflict"
                                + " (array_id) do nothing")
                .setParameter(1, arrayId)
                .setParameter(2, bundle)
                .executeUpdate();
    }

    private void insertInput(String arrayId, String stage, String source) {
        database.createNativeQuery(
                        "insert into member_input (array_id, stage, source_array_id) values (?1,"
                                + " ?2, ?3) on conflict do nothing")
                .setParameter(1, arrayId)
                .setParameter(2, stage)
                .setParameter(3, source)
                .executeUpdate();
    }

    public Optional<String> bundle(String arrayId) {
        return first("select bundle from member_files where array_id = ?1", arrayId);
    }

    /** The array whose outputs are the outputs of the stage. */
    public Optional<String> inputArray(String arrayId, String stage) {
        return first(
                "select source_array_id from member_input where array_id = ?1 and stage = ?2",
                arrayId,
                stage);
    }

    private Optional<String> first(String sql, String... parameters) {
        return QuarkusTransaction.joiningExisting()
                .call(
                        () -> {
                            var query = database.createNativeQuery(sql, String.class);
                            for (int i = 0; i < parameters.length; i++) {
                                query.setParameter(i + 1, parameters[i]);
                            }
                            @SuppressWarnings("unchecked")
                            List<@Nullable String> found = query.getResultList();
                            return found.isEmpty()
                                    ? Optional.empty()
                                    : Optional.ofNullable(found.getFirst());
                        });
    }

    /** SHA-256 of the bundles of all arrays. */
    public Set<String> bundles() {
        return QuarkusTransaction.joiningExisting()
                .call(
                        () ->
                                new HashSet<>(
                                        texts(
                                                "select distinct bundle from member_files where"
                                                        + " bundle is not null")));
    }

    /** Deletes the rows of arrays, within the caller's transaction. */
    public void delete(List<String> arrayIds) {
        database.createNativeQuery("delete from member_input where array_id in (?1)")
                .setParameter(1, arrayIds)
                .executeUpdate();
        database.createNativeQuery("delete from member_files where array_id in (?1)")
                .setParameter(1, arrayIds)
                .executeUpdate();
    }

    private List<String> texts(String sql) {
        return database.unwrap(Session.class).createNativeQuery(sql, String.class).getResultList();
    }
}

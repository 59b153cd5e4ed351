package io.jobarrays.server.agents.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which files the members of an array may fetch: its bundle and the outputs it reads. */
@ApplicationScoped
public class MemberFiles {
    private final EntityManager database;

    MemberFiles(EntityManager database) {
        this.database = database;
    }

    /**
     * @param inputs stage to the array whose outputs it left
     */
    @Transactional
    public void set(String arrayId, @Nullable String bundle, Map<String, String> inputs) {
        database.createNativeQuery(
                        "insert into member_files (array_id, bundle) values (?1, ?2) on conflict"
                                + " (array_id) do nothing")
                .setParameter(1, arrayId)
                .setParameter(2, bundle)
                .executeUpdate();
        inputs.forEach(
                (stage, source) ->
                        database.createNativeQuery(
                                        "insert into member_input (array_id, stage,"
                                                + " source_array_id) values (?1, ?2, ?3) on"
                                                + " conflict do nothing")
                                .setParameter(1, arrayId)
                                .setParameter(2, stage)
                                .setParameter(3, source)
                                .executeUpdate());
    }

    @Transactional
    public Optional<String> bundle(String arrayId) {
        return first("select bundle from member_files where array_id = ?1", arrayId);
    }

    /** The array whose outputs stand for the stage. */
    @Transactional
    public Optional<String> inputArray(String arrayId, String stage) {
        return first(
                "select source_array_id from member_input where array_id = ?1 and stage = ?2",
                arrayId,
                stage);
    }

    private Optional<String> first(String query, String... parameters) {
        var ask = database.createNativeQuery(query, String.class);
        for (int i = 0; i < parameters.length; i++) {
            ask.setParameter(i + 1, parameters[i]);
        }
        @SuppressWarnings("unchecked")
        List<@Nullable String> found = ask.getResultList();
        return found.isEmpty() ? Optional.empty() : Optional.ofNullable(found.getFirst());
    }
}

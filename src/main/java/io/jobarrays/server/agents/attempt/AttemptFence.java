package io.jobarrays.server.agents.attempt;

import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Knows whose words count: those of the instance that holds the place now. */
@ApplicationScoped
public class AttemptFence {
    private final InstanceRows instances;
    private final EntityManager database;

    AttemptFence(InstanceRows instances, EntityManager database) {
        this.instances = instances;
        this.database = database;
    }

    /** Empty: the instance has ended or was replaced. */
    @Transactional
    public Optional<CurrentAttempt> currentAttempt(Assignment assignment) {
        if (!instances.holdsAssignment(assignment)) {
            return Optional.empty();
        }
        Object[] row =
                (Object[])
                        database.createNativeQuery(
                                        "select m.attempt, a.size from member m join job_array a on"
                                                + " a.id = m.array_id where m.array_id = ?1 and"
                                                + " m.index = ?2",
                                        Object[].class)
                                .setParameter(1, assignment.arrayId())
                                .setParameter(2, assignment.index())
                                .getSingleResult();
        return Optional.of(new CurrentAttempt((Integer) row[0], (Integer) row[1]));
    }
}

package io.jobarrays.server.arrays.members;

import io.jobarrays.server.agents.attempt.CurrentAttempt;
import io.jobarrays.server.agents.attempt.CurrentAttempts;
import io.jobarrays.server.instances.rows.Assignment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/** Attempts of members, for the packages that do not know arrays. */
@ApplicationScoped
class MemberAttempts implements CurrentAttempts {
    private final EntityManager database;

    MemberAttempts(EntityManager database) {
        this.database = database;
    }

    @Override
    public CurrentAttempt of(Assignment assignment) {
        Object[] row =
                database.createQuery(
                                "select m.attempt, a.size from Member m join JobArray a on a.id ="
                                        + " m.arrayId where m.arrayId = ?1 and m.index = ?2",
                                Object[].class)
                        .setParameter(1, assignment.arrayId())
                        .setParameter(2, assignment.index())
                        .getSingleResult();
        return new CurrentAttempt((Integer) row[0], (Integer) row[1]);
    }
}

package io.jobarrays.server.arrays.members;

import io.jobarrays.server.agents.attempt.CurrentAttempt;
import io.jobarrays.server.agents.attempt.CurrentAttempts;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.instances.rows.Assignment;
import jakarta.enterprise.context.ApplicationScoped;

/** Attempts of members, for the packages that do not know arrays. */
@ApplicationScoped
class MemberAttempts implements CurrentAttempts {
    @Override
    public CurrentAttempt of(Assignment assignment) {
        return Member.find(
                        "select m.attempt, a.size from Member m join JobArray a on a.id = m.arrayId"
                                + " where m.arrayId = ?1 and m.index = ?2",
                        assignment.arrayId(),
                        assignment.index())
                .project(CurrentAttempt.class)
                .singleResult();
    }
}

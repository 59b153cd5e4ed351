package io.jobarrays.server.arrays.members;

import io.jobarrays.server.agents.attempt.AttemptFence;
import io.jobarrays.server.agents.attempt.CurrentAttempt;
import io.jobarrays.server.agents.attempt.OutputRules;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.spec.WorkSpec;
import io.jobarrays.server.instances.rows.Assignment;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Attempts of members, for the packages that do not know arrays. */
@ApplicationScoped
class MemberAttempts implements AttemptFence {
    private final ArrayOwners owners;

    MemberAttempts(ArrayOwners owners) {
        this.owners = owners;
    }

    @Override
    public Optional<CurrentAttempt> currentAttempt(Assignment assignment) {
        return owners.call(
                assignment.arrayId(),
                array ->
                        array.holds(assignment)
                                ? array.find(assignment.index())
                                        .map(member -> attempt(array, member.attempt))
                                : Optional.empty());
    }

    @Override
    public OutputRules outputRules(Assignment assignment) {
        WorkSpec work =
                owners.call(
                        assignment.arrayId(),
                        array -> array.snapshotWith(assignment.index()).spec().work());
        return new OutputRules(
                work.collectLimit(),
                work.outputPlace(assignment.arrayId(), assignment.index()).map(Object::toString),
                work.checkpoint() == null ? 0 : work.checkpoint().limit());
    }

    private static CurrentAttempt attempt(OwnedArray array, int attempt) {
        return new CurrentAttempt(attempt, array.row().size);
    }
}

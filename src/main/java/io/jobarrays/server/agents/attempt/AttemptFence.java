package io.jobarrays.server.agents.attempt;

import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Accepts messages only of the instance that holds the assignment now. */
@ApplicationScoped
public class AttemptFence {
    private final InstanceRows instances;
    private final CurrentAttempts attempts;

    AttemptFence(InstanceRows instances, CurrentAttempts attempts) {
        this.instances = instances;
        this.attempts = attempts;
    }

    /** Empty when the instance is ending or was replaced. */
    public Optional<CurrentAttempt> currentAttempt(Assignment assignment) {
        return QuarkusTransaction.joiningExisting()
                .call(
                        () ->
                                instances.holdsAssignment(assignment)
                                        ? Optional.of(attempts.of(assignment))
                                        : Optional.empty());
    }
}

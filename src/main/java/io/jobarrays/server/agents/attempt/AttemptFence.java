package io.jobarrays.server.agents.attempt;

import io.jobarrays.server.instances.rows.Assignment;
import java.util.Optional;

/**
 * Check that messages come from the instance that holds the assignment now; implemented above this
 * package, which does not know arrays.
 */
public interface AttemptFence {
    /** The attempt of the member; empty when the instance is ending or was replaced. */
    Optional<CurrentAttempt> currentAttempt(Assignment assignment);

    /** What is accepted as outputs and checkpoints of the member. */
    OutputRules outputRules(Assignment assignment);
}

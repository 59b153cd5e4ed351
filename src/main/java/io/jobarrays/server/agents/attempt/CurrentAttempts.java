package io.jobarrays.server.agents.attempt;

import io.jobarrays.server.instances.rows.Assignment;

/** Source of current attempts; implemented above this package, which does not know arrays. */
public interface CurrentAttempts {
    /** The attempt that the member of the assignment is on; runs in the caller's transaction. */
    CurrentAttempt of(Assignment assignment);
}

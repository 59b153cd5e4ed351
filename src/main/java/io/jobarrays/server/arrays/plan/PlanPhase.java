package io.jobarrays.server.arrays.plan;

import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.spec.Phase;

/** Policies that apply to an array, derived from the phase of its batch job. */
enum PlanPhase {
    /** Instances are launched and agents awaited. */
    LAUNCHING,
    /** The first peers are published. */
    PUBLISHING,
    /** Work, peers and lost instances are handled. */
    RUNNING,
    /** Only deadlines, desired power and losses are handled. */
    DEADLINES_ONLY;

    static PlanPhase of(ArraySnapshot array) {
        Phase phase = array.phase();
        if (phase == null) {
            // After a server restart, work waits until the batch job is recovered.
            return array.batchJobEnded() && !array.suspended() ? RUNNING : DEADLINES_ONLY;
        }
        return switch (phase) {
            case LAUNCH, BARRIER -> LAUNCHING;
            case PUBLISH_PEERS -> PUBLISHING;
            // Members may be added or retried while others are released.
            case RUN, RELEASE -> RUNNING;
        };
    }
}

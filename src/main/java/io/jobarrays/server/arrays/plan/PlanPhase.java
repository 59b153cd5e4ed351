package io.jobarrays.server.arrays.plan;

import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.spec.Phase;

/** What is to be seen to for an array, wherever its batch job is. */
enum PlanPhase {
    /** Machines and agents are waited for. */
    LAUNCHING,
    /** The first peers are. */
    PUBLISHING,
    /** Members are looked after: their work, their peers, lost machines. */
    RUNNING,
    /** Nothing but deadlines. */
    DEADLINES_ONLY;

    static PlanPhase of(ArraySnapshot array) {
        Phase phase = array.phase();
        if (phase == null) {
            // Between a crash and its recovery nobody decides anything about work.
            return array.batchJobEnded() && !array.suspended() ? RUNNING : DEADLINES_ONLY;
        }
        return switch (phase) {
            case LAUNCH, BARRIER -> LAUNCHING;
            case PUBLISH_PEERS -> PUBLISHING;
            // Who joined or runs again while the others were released is not left alone.
            case RUN, RELEASE -> RUNNING;
        };
    }
}

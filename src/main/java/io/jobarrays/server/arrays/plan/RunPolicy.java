package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Policy that starts work, and sends the work of a new attempt to agents that run already. */
final class RunPolicy {
    private RunPolicy() {}

    static List<Action> of(ArraySnapshot array, Instant now) {
        List<Action> actions = new ArrayList<>();
        actions.add(new Action.SetState(state(array)));
        if (array.spec().work().isEmpty()) {
            return actions;
        }
        IndexSet retried =
                array.indexes(
                        m ->
                                m.open()
                                        && m.reachable()
                                        && m.instanceHasEarlierAttempt()
                                        && !m.waitsForRetry(now));
        if (!retried.isEmpty()) {
            actions.add(new Action.SendWork(retried));
        }
        IndexSet waiting = array.indexes(m -> m.open() && m.reachable());
        if (array.spec().barrier() && !waiting.isEmpty() && PeerPolicy.allMembersHavePeers(array)) {
            actions.add(new Action.StartWork(waiting));
        }
        return actions;
    }

    private static ArrayState state(ArraySnapshot array) {
        if (array.any(MemberSnapshot::hasLiveInstance)
                && !array.any(m -> m.hasLiveInstance() && !m.desiredOff())) {
            return ArrayState.STOPPED;
        }
        if (array.spec().work().isEmpty()) {
            return ArrayState.UP;
        }
        return array.hasOpenWork() || array.retriesTogether()
                ? ArrayState.RUNNING
                : ArrayState.WORK_ENDED;
    }
}

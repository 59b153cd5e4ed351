package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import java.util.ArrayList;
import java.util.List;

/** Lets work begin, and hands it out anew where it begins again. */
final class RunPolicy {
    private RunPolicy() {}

    static List<Action> of(ArraySnapshot array) {
        List<Action> actions = new ArrayList<>();
        actions.add(new Action.SetState(state(array)));
        if (array.spec().work().isEmpty()) {
            return actions;
        }
        IndexSet kept =
                array.indexes(s -> s.open() && s.reachable() && s.instanceHasEarlierAttempt());
        if (!kept.isEmpty()) {
            actions.add(new Action.SendWork(kept));
        }
        IndexSet waiting = array.indexes(s -> s.open() && s.reachable());
        if (array.spec().barrier() && !waiting.isEmpty() && PeerPolicy.allMembersHavePeers(array)) {
            actions.add(new Action.StartWork(waiting));
        }
        return actions;
    }

    private static ArrayState state(ArraySnapshot array) {
        if (array.any(MemberSnapshot::hasLiveInstance)
                && !array.any(s -> s.hasLiveInstance() && !s.desiredOff())) {
            return ArrayState.STOPPED;
        }
        return array.spec().work().isEmpty() ? ArrayState.UP : ArrayState.RUNNING;
    }
}

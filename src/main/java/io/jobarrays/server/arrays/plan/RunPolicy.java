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
        actions.addAll(sends(array, now));
        IndexSet waiting = array.indexes(m -> m.open() && m.reachable() && !m.waits(now));
        if (array.spec().barrier() && !waiting.isEmpty() && PeerPolicy.allMembersHavePeers(array)) {
            actions.add(new Action.StartWork(waiting));
        }
        return actions;
    }

    /**
     * Work that the agent does not get when it enrols: that of a next attempt, and that which
     * waited for other stages.
     */
    static List<Action> sends(ArraySnapshot array, Instant now) {
        boolean mayWait = !array.spec().after().isEmpty();
        IndexSet due =
                array.indexes(
                        member ->
                                member.open()
                                        && !member.waits(now)
                                        && member.reachable()
                                        && (member.instanceHasEarlierAttempt()
                                                || (mayWait && !member.workWasSent())));
        return due.isEmpty() ? List.of() : List.of(new Action.SendWork(due));
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

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
        actions.add(new Action.Show(state(array)));
        if (array.spec().work().isNone()) {
            return actions;
        }
        IndexSet kept = array.indexes(s -> s.open() && s.reachable() && s.fromEarlier());
        if (!kept.isEmpty()) {
            actions.add(new Action.HandOut(kept));
        }
        IndexSet waiting = array.indexes(s -> s.open() && s.reachable());
        if (array.spec().barrier() && !waiting.isEmpty() && PeerPolicy.complete(array)) {
            actions.add(new Action.Go(waiting));
        }
        return actions;
    }

    private static ArrayState state(ArraySnapshot array) {
        if (array.any(MemberSnapshot::manned) && !array.any(s -> s.manned() && !s.off())) {
            return ArrayState.STOPPED;
        }
        return array.spec().work().isNone() ? ArrayState.UP : ArrayState.RUNNING;
    }
}

package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Policy for {@code --max-concurrent}: the machine of an index that has ended is terminated while
 * others wait, and the lowest of them gets one once EC2 reports the earlier one shutting down.
 */
final class ConcurrencyPolicy {
    private ConcurrencyPolicy() {}

    static List<Action> of(ArraySnapshot array) {
        Integer most = array.spec().maxConcurrent();
        IndexSet deferred =
                array.indexes(
                        member ->
                                member.isDeferred()
                                        && !member.desiredOff()
                                        && member.lifecycle().stopCause() == null);
        if (most == null || deferred.isEmpty()) {
            return List.of();
        }
        List<Action> actions = new ArrayList<>();
        List<String> done =
                array.memberInstanceIds(member -> !member.open() && !member.holdsOutputs());
        if (!done.isEmpty()) {
            actions.add(new Action.TerminateInstances(done));
        }
        int free = most - array.count(ConcurrencyPolicy::hasPlace);
        if (free > 0) {
            actions.add(
                    new Action.TakeTurns(
                            IndexSet.of(deferred.stream().limit(free).boxed().toList())));
        }
        return actions;
    }

    private static boolean hasPlace(MemberSnapshot member) {
        return member.hasLiveInstance() || (member.open() && !member.isDeferred());
    }
}

package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Policy for {@code --max-concurrent}: the machine of an index that has ended becomes that of the
 * lowest index that waits. One that is not to be used again is terminated, and the next index gets
 * another once EC2 reports it shutting down.
 */
final class ConcurrencyPolicy {
    private ConcurrencyPolicy() {}

    static List<Action> of(ArraySnapshot array) {
        Integer most = array.spec().maxConcurrent();
        List<Integer> deferred =
                indexes(
                        array,
                        member ->
                                member.isDeferred()
                                        && !member.desiredOff()
                                        && member.lifecycle().stopCause() == null);
        if (deferred.isEmpty()) {
            return List.of();
        }
        if (most == null) {
            // A restart with corrections has lifted the limit.
            return List.of(new Action.TakeTurns(IndexSet.of(deferred)));
        }
        List<Integer> reused = reusable(array, deferred.size());
        if (!reused.isEmpty()) {
            // Others follow in the next plan, which sees what became of these.
            return List.of(new Action.ReuseMachines(reused, deferred.subList(0, reused.size())));
        }
        List<Action> actions = new ArrayList<>();
        List<String> done =
                array.memberInstanceIds(member -> !member.open() && !member.holdsOutputs());
        if (!done.isEmpty()) {
            actions.add(new Action.TerminateInstances(done));
        }
        int free = most - array.count(ConcurrencyPolicy::hasPlace);
        if (free > 0) {
            actions.add(new Action.TakeTurns(IndexSet.of(deferred.stream().limit(free).toList())));
        }
        return actions;
    }

    private static List<Integer> reusable(ArraySnapshot array, int most) {
        return array.spec().reusesMachines()
                ? indexes(array, HandoverPolicy::mayBeGiven).stream().limit(most).toList()
                : List.of();
    }

    private static List<Integer> indexes(ArraySnapshot array, Predicate<MemberSnapshot> which) {
        return array.indexes(which).stream().boxed().toList();
    }

    private static boolean hasPlace(MemberSnapshot member) {
        return member.hasLiveInstance() || (member.open() && !member.isDeferred());
    }
}

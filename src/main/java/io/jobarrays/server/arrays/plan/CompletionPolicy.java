package io.jobarrays.server.arrays.plan;

import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.spec.OnComplete;
import io.jobarrays.server.arrays.spec.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Policy for the on-complete action: once, after the work has ended and the delay has passed. */
final class CompletionPolicy {
    private CompletionPolicy() {}

    static List<Action> of(ArraySnapshot array, Instant now) {
        boolean released = array.phase() == Phase.RELEASE || array.batchJobEnded();
        if (!released
                || array.hasOpenWork()
                || array.spec().work().isEmpty()
                || array.suspended()
                || array.completed()
                || array.onComplete() == OnComplete.KEEP) {
            return List.of();
        }
        Instant due = array.completeAt();
        if (due == null && !array.spec().completion().delay().isZero()) {
            return List.of(
                    new Action.ScheduleCompletion(now.plus(array.spec().completion().delay())));
        }
        if (due != null && now.isBefore(due)) {
            return List.of();
        }
        return array.any(member -> isNeeded(array, member, now))
                ? terminateOthers(array, now)
                : List.of(new Action.Complete(array.onComplete()));
    }

    /**
     * Work whose agent is silent may still run, and its exit may still be reported; an instance may
     * be that of a later stage.
     */
    private static boolean isNeeded(ArraySnapshot array, MemberSnapshot member, Instant now) {
        return SilencePolicy.mayRunAfterItsEnd(member, now) || array.keepsInstance(member);
    }

    private static List<Action> terminateOthers(ArraySnapshot array, Instant now) {
        List<String> others = new ArrayList<>(OutputPolicy.terminable(array, now));
        others.removeAll(array.memberInstanceIds(member -> isNeeded(array, member, now)));
        return others.isEmpty() || array.onComplete() != OnComplete.TERMINATE
                ? List.of()
                : List.of(new Action.TerminateInstances(others));
    }
}

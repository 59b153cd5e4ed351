package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.LaunchWait;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.aws.LaunchDemand;
import io.jobarrays.server.aws.LaunchQueue;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Place of an array in the queue at EC2's launch rate, with its estimate for users. */
@ApplicationScoped
class LaunchAdmission {
    /** A stored estimate that differs by less, and by less than a tenth, is left as it is. */
    private static final Duration ESTIMATE_TOLERANCE = Duration.ofSeconds(3);

    private final LaunchQueue queue;
    private final ArrayOwners owners;
    private final Clock clock;

    LaunchAdmission(LaunchQueue queue, ArrayOwners owners, Clock clock) {
        this.queue = queue;
        this.owners = owners;
        this.clock = clock;
    }

    /**
     * The indexes of the next call that the launch rate can permit at all.
     *
     * @param share number of calls that the members are spread over
     */
    IndexSet nextCall(Action.Launch launch, int share) {
        List<Integer> all = launch.indexes().toList();
        int size = Math.min(queue.mostPerCall(), Math.ceilDiv(launch.total(), share));
        return IndexSet.of(all.subList(0, Math.min(size, all.size())));
    }

    /** Whether the call may be made now; otherwise the array waits in the queue. */
    boolean admit(
            Action.Launch launch,
            IndexSet nextCall,
            ArraySnapshot array,
            ArrayReconciler reconciler) {
        Instant now = clock.instant();
        Duration wait =
                queue.admit(
                        new LaunchDemand(
                                array.id(),
                                submittedAt(array, nextCall),
                                nextCall.size(),
                                launch.total()));
        if (wait.isPositive()) {
            reconciler.admissionAt = now.plus(wait);
            showEstimate(array, reconciler, now);
            return false;
        }
        reconciler.admissionAt = null;
        admitted(array, nextCall, now);
        return true;
    }

    /** The members without instance wait for EC2 now, not for its launch rate. */
    void admitAll(ArraySnapshot array) {
        admitted(array, array.indexes(MemberSnapshot::needsLaunch), clock.instant());
    }

    private void admitted(ArraySnapshot array, IndexSet indexes, Instant now) {
        owners.run(array.id(), it -> it.each(indexes, member -> member.admitted(now)));
    }

    /** EC2's launch rate refused the call: its members wait for it on. */
    void withdraw(ArraySnapshot array, IndexSet indexes) {
        owners.run(array.id(), it -> it.each(indexes, Member::admissionWithdrawn));
    }

    /** Gives the instances back that an admitted call did not launch. */
    void giveBack(int instances) {
        queue.giveBack(instances);
    }

    /** The array has no call to make. */
    void leave(ArraySnapshot array, ArrayReconciler reconciler) {
        queue.leave(array.id());
        reconciler.admissionAt = null;
        if (array.launchQueuedUntil() != null) {
            owners.run(array.id(), it -> it.row().launchQueued(null));
        }
    }

    private static Instant submittedAt(ArraySnapshot array, IndexSet indexes) {
        return array.members().stream()
                .filter(member -> indexes.contains(member.index()))
                .map(MemberSnapshot::attemptAt)
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private void showEstimate(ArraySnapshot array, ArrayReconciler reconciler, Instant now) {
        Duration wait = queue.timeUntilLastCall(array.id());
        Instant until = now.plus(wait);
        Instant shown = array.launchQueuedUntil();
        Duration tolerance = wait.dividedBy(10).plus(ESTIMATE_TOLERANCE);
        if (shown == null || Duration.between(shown, until).abs().compareTo(tolerance) > 0) {
            owners.run(array.id(), it -> it.row().launchQueued(until));
        }
        if (reconciler.isFirst("launch queue")) {
            owners.run(
                    array.id(),
                    it ->
                            it.event(
                                    "waits for EC2's launch rate, which permits its last instance"
                                            + " in about "
                                            + LaunchWait.about(wait)));
        }
    }
}

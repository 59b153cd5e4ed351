package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import java.util.Set;

/** State of the barrier at which an array waits for its members to enrol. */
sealed interface Barrier {
    /** A member may still enrol. */
    record Closed() implements Barrier {}

    /** At least {@code min-viable} members have enrolled; the attempts of the others have ended. */
    record Open() implements Barrier {}

    /** Fewer than {@code min-viable} members can still enrol. */
    record Failed(IndexSet missing) implements Barrier {}

    /**
     * Members that have run count as enrolled: a restart launches no instance for them. After the
     * first peers, an array without open work is not given up when members that were added or
     * replaced do not enrol.
     *
     * @param overdue members that wait no longer
     */
    static Barrier of(ArraySnapshot array, Set<Integer> overdue) {
        if (array.peersGeneration() > 0 && !array.hasOpenWork()) {
            return new Open();
        }
        int arrived =
                array.count(
                        member ->
                                hasArrived(member)
                                        || member.isDeferred()
                                        || isNotWanted(array, member));
        int awaited =
                array.count(
                        member ->
                                member.open()
                                        && !member.isDeferred()
                                        && !hasArrived(member)
                                        && !overdue.contains(member.index()));
        if (arrived + awaited < array.minViable()) {
            return new Failed(array.indexes(member -> !hasArrived(member)));
        }
        return awaited == 0 ? new Open() : new Closed();
    }

    /** Other stages decided that it does not work, wherever its machine was. */
    private static boolean isNotWanted(ArraySnapshot array, MemberSnapshot member) {
        return !array.spec().after().isEmpty() && member.exit() == Plain.NOT_STARTED;
    }

    private static boolean hasArrived(MemberSnapshot member) {
        return member.hasRun() || (member.instanceEnrolledForAttempt() && !member.launchFailed());
    }
}

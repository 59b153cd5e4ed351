package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.plan.RetryPolicy;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What the failure of one member means for the others: their work is stopped where the members work
 * together, and all are retried when the last one has ended.
 */
final class GroupFailure {
    /** Its work was asked to end, or has succeeded and only its outputs are not kept. */
    private static final Set<ExitReason> WITHOUT_EFFECT_ON_OTHERS =
            Set.of(
                    Plain.STOPPED,
                    Plain.ENDED_BY_POLICY,
                    Plain.TTL_EXPIRED,
                    Plain.OUTPUT_TOO_LARGE,
                    Plain.OUTPUT_MISSING);

    private final OwnedArray array;
    private final ArraySnapshot before;

    /**
     * @param before the array without the end that is applied
     */
    GroupFailure(OwnedArray array, ArraySnapshot before) {
        this.array = array;
        this.before = before;
    }

    /**
     * An earlier failure of this attempt has decided whether all are retried, or the array has
     * succeeded, so that they are not.
     */
    boolean isDecided() {
        return array.row().retriesTogether
                || current().stream().anyMatch(GroupFailure::hasFailed)
                || Verdict.of(array.snapshot()) == Verdict.SUCCEEDED;
    }

    /**
     * @param next {@code ARRAY}: all are retried; {@code NO}: this member is not
     */
    void ended(int index, ExitReason exit, RetryPolicy next) {
        if (next == RetryPolicy.ARRAY) {
            array.row().retryTogether(true);
        }
        if (next == RetryPolicy.ARRAY || endsAll(exit)) {
            stopOthers(index, exit);
        }
        if (array.row().retriesTogether
                && current().stream().allMatch(one -> one.exitStatus != null)) {
            retryAll();
        }
    }

    /**
     * The launch policy decides whether an array is viable whose member did not come up. Failures
     * that the array can bear end nothing.
     */
    private boolean endsAll(ExitReason exit) {
        return before.spec().stopsAllOnFailure()
                && isFailure(exit)
                && !(exit instanceof ExitReason.LaunchFailed)
                && !before.spec().work().isEmpty()
                && !before.draining()
                && !before.notViable()
                && (before.peersGeneration() > 0 || RetryPolicy.reportedByAgent(exit))
                && Verdict.of(array.snapshot()) == Verdict.FAILED;
    }

    private void stopOthers(int index, ExitReason exit) {
        endRest(array, "index %d ended with %s".formatted(index, exit));
    }

    /** Marks the open members, whose work the plan then stops. */
    static void endRest(OwnedArray array, String cause) {
        List<Member> open =
                array.members().stream()
                        .filter(one -> !one.retired && one.exitStatus == null)
                        .toList();
        if (open.stream().anyMatch(one -> one.stopCause == null)) {
            open.forEach(one -> one.stopWork("stopped, since " + cause));
            array.event(
                    "the work of the other %d is stopped, since %s".formatted(open.size(), cause));
        }
    }

    private void retryAll() {
        array.row().retryTogether(false);
        if (before.draining()
                || before.notViable()
                || current().stream().anyMatch(this::wouldLoseOutputs)) {
            return;
        }
        int retries = current().stream().mapToInt(one -> one.retries).max().orElse(0);
        Instant at = AttemptEnd.retryAt(array, before, retries);
        for (Member member : current()) {
            if (!endedByAgent(member)) {
                array.replaceInstance(member);
            }
            member.retry(at);
        }
        array.event("all members are retried, since they have a barrier");
    }

    /** The next attempt would replace the instance that has the only copy. */
    private boolean wouldLoseOutputs(Member member) {
        return member.unkeptOutputs != null && !endedByAgent(member);
    }

    /** Otherwise the state of its instance is unknown. */
    private static boolean endedByAgent(Member member) {
        if (member.exitStatus == null) {
            return false;
        }
        ExitReason exit = ExitReason.parse(member.exitStatus);
        return RetryPolicy.reportedByAgent(exit) || exit == Plain.ENDED_BY_POLICY;
    }

    private List<Member> current() {
        return array.members().stream().filter(one -> !one.retired).toList();
    }

    private static boolean hasFailed(Member member) {
        return member.exitStatus != null && isFailure(ExitReason.parse(member.exitStatus));
    }

    /** The others may miss it: its work has not succeeded, and was not asked to end. */
    private static boolean isFailure(ExitReason exit) {
        return !exit.succeeded() && !WITHOUT_EFFECT_ON_OTHERS.contains(exit);
    }
}

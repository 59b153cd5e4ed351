package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.plan.RetryPolicy;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * End of an attempt; the next one begins if {@link RetryPolicy} decides so, and {@link
 * GroupFailure} decides about the other members.
 *
 * @param reason why it ended so; null: the exit says it
 * @param note what its outputs lack; null: nothing
 */
record AttemptEnd(
        int index, int attempt, ExitReason exit, @Nullable String reason, @Nullable String note) {

    AttemptEnd(int index, int attempt, ExitReason exit, @Nullable String reason) {
        this(index, attempt, exit, reason, null);
    }

    static AttemptEnd of(MemberSnapshot member, ExitReason exit, @Nullable String reason) {
        return new AttemptEnd(member.index(), member.attempt(), exit, reason);
    }

    /** False without effect, when the attempt has ended before or the member was scaled away. */
    boolean apply(OwnedArray array) {
        ArraySnapshot before = array.snapshotWith(index);
        if (before.members().isEmpty() || isHeardAgain(before.members().getFirst())) {
            return false;
        }
        RetryPolicy next = next(array, before);
        Member member = array.member(index);
        if (!member.endAttempt(attempt, exit.toString(), reason, array.now())) {
            return false;
        }
        member.outputsNoted(note);
        array.attemptEnded(exit);
        recordEvent(array, next);
        switch (next) {
            case INDEX -> {
                member.retry(retryAt(array, before, member.retries));
                replaceInstance(array, member);
            }
            case REPLACEMENT -> {
                member.replaceReclaimed(array.now());
                replaceInstance(array, member);
            }
            case ARRAY, NO -> new GroupFailure(array, before).ended(index, exit, next);
        }
        return true;
    }

    /** When the retry of a member begins that was retried so often. */
    static Instant retryAt(OwnedArray array, ArraySnapshot before, int retries) {
        double random = ThreadLocalRandom.current().nextDouble();
        return array.now().plus(before.spec().retryRules().delayAfter(retries, random));
    }

    private RetryPolicy next(OwnedArray array, ArraySnapshot before) {
        // A success looks at no other member: its cost does not depend on their number.
        return !exit.succeeded()
                        && before.spec().barrier()
                        && new GroupFailure(array, before).isDecided()
                ? RetryPolicy.NO
                : RetryPolicy.of(before, before.members().getFirst(), exit, used(array, before));
    }

    /** Its agent, which was silent when the end was planned, has sent a message since. */
    private boolean isHeardAgain(MemberSnapshot member) {
        return exit == ExitReason.Plain.AGENT_SILENT
                && member.hasLiveInstance()
                && member.silence() == null;
    }

    private RetryPolicy.Used used(OwnedArray array, ArraySnapshot before) {
        return RetryPolicy.Used.of(
                before.spec(),
                array.member(index).retries,
                array.members().stream().mapToInt(member -> member.retries));
    }

    /** Unless the agent reported the end: the state of the instance is unknown then. */
    private void replaceInstance(OwnedArray array, Member member) {
        if (!RetryPolicy.reportedByAgent(exit)) {
            array.replaceInstance(member);
        }
    }

    private void recordEvent(OwnedArray array, RetryPolicy next) {
        String text =
                exit
                        + (reason == null ? "" : " (" + reason + ")")
                        + (note == null ? "" : "; " + note);
        switch (next) {
            case NO, ARRAY -> array.event(index, text);
            case INDEX, REPLACEMENT ->
                    array.event(index, "%s; attempt %d follows".formatted(text, attempt + 1));
        }
    }
}

package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.plan.RetryPolicy;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.instances.rows.Instance;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** End of an attempt; the next one begins if {@link RetryPolicy} decides so. */
record AttemptEnd(int index, int attempt, ExitReason exit, @Nullable String reason) {

    static AttemptEnd of(MemberSnapshot member, ExitReason exit, @Nullable String reason) {
        return new AttemptEnd(member.index(), member.attempt(), exit, reason);
    }

    /** False without effect, when the attempt has ended before or the member was scaled away. */
    boolean apply(OwnedArray array) {
        ArraySnapshot before = array.snapshotWith(index);
        if (before.members().isEmpty() || isHeardAgain(before.members().getFirst())) {
            return false;
        }
        RetryPolicy next =
                RetryPolicy.of(
                        before, before.members().getFirst(), exit, retriesUsed(array, before));
        Member member = array.member(index);
        Instant now = array.now();
        if (!member.endAttempt(attempt, exit.toString(), reason, now)) {
            return false;
        }
        begin(array, member, next, now);
        if (next != RetryPolicy.NO && !RetryPolicy.reportedByAgent(exit)) {
            replaceInstance(array, member);
        }
        recordEvents(array, next);
        return true;
    }

    /** Its agent, which was silent when the end was planned, has sent a message since. */
    private boolean isHeardAgain(MemberSnapshot member) {
        return exit == ExitReason.Plain.AGENT_SILENT
                && member.hasLiveInstance()
                && member.silence() == null;
    }

    /** Members with a barrier are retried together. */
    private int retriesUsed(OwnedArray array, ArraySnapshot before) {
        return before.spec().barrier()
                ? array.members().stream().mapToInt(member -> member.retries).max().orElse(0)
                : array.member(index).retries;
    }

    private static void begin(OwnedArray array, Member member, RetryPolicy next, Instant now) {
        switch (next) {
            case NO -> {}
            case INDEX -> member.retry(now);
            case REPLACEMENT -> member.replaceReclaimed(now);
            case ARRAY ->
                    array.members().stream()
                            .filter(one -> !one.retired)
                            .forEach(one -> one.retry(now));
        }
    }

    private static void replaceInstance(OwnedArray array, Member member) {
        Instance newest = array.instances().newest(member.index);
        if (newest != null && !newest.state.isEnding()) {
            member.replaceInstance(newest.generation + 1);
        }
    }

    private void recordEvents(OwnedArray array, RetryPolicy next) {
        String text = reason == null ? "" + exit : exit + " (" + reason + ")";
        switch (next) {
            case NO -> array.event(index, text);
            case INDEX, REPLACEMENT ->
                    array.event(index, "%s; attempt %d follows".formatted(text, attempt + 1));
            case ARRAY -> {
                array.event(index, text);
                array.event("all members are retried, since they have a barrier");
            }
        }
    }
}

package io.jobarrays.server.arrays.snapshot;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.OnComplete;
import io.jobarrays.server.arrays.spec.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision about one array needs, read at one moment.
 *
 * @param size how many members it has now
 * @param label what stands in DNS; null for none
 * @param phase the step its batch job is at; null when no job walks it here
 * @param rosterHash of the roster that was published last
 * @param suspended stopped while its work went on
 * @param completeAt when what on-complete says is due; null before its work has ended
 * @param completed that was done
 * @param launchPause no launch call before this
 * @param launchCode why the last launch call brought nothing
 * @param unsettled a launch call whose outcome is unknown
 * @param strays live instances that hold no seat any more
 */
public record ArraySnapshot(
        String id,
        ArraySpec spec,
        int size,
        @Nullable String dnsLabel,
        ArrayState state,
        @Nullable Phase phase,
        int peersGeneration,
        String publishedPeersHash,
        boolean batchJobEnded,
        boolean draining,
        boolean suspended,
        @Nullable String outcome,
        @Nullable Instant completeAt,
        boolean completed,
        @Nullable String launchErrorCode,
        @Nullable String launchErrorReason,
        Instant launchBackoffUntil,
        boolean hasOpenLaunchIntent,
        List<MemberSnapshot> members,
        List<String> orphanInstanceIds) {

    public IndexSet indexes(Predicate<MemberSnapshot> which) {
        return IndexSet.of(members.stream().filter(which).map(MemberSnapshot::index).toList());
    }

    public int count(Predicate<MemberSnapshot> which) {
        return (int) members.stream().filter(which).count();
    }

    public boolean any(Predicate<MemberSnapshot> which) {
        return members.stream().anyMatch(which);
    }

    /** Has work that one of its members has not ended. */
    public boolean hasOpenWork() {
        return !spec.work().isEmpty() && any(MemberSnapshot::open);
    }

    boolean hasFailedMember() {
        return any(seat -> !seat.open() && !seat.succeeded());
    }

    public boolean notViable() {
        return ArrayOutcome.NOT_VIABLE.equals(outcome);
    }

    /** With fewer members than this it is drained. */
    public int minViable() {
        return spec.barrier() ? size : Math.min(spec.minViable(), size);
    }

    /** When waiting for a member's machine and agent ends. */
    public Instant enrolDeadline(MemberSnapshot seat) {
        return seat.attemptAt().plus(spec.barrierTimeout());
    }

    /** What becomes of its machines now that its work has ended, or will. */
    public OnComplete onComplete() {
        return spec.completion().after(hasFailedMember());
    }

    /** Its machines go as soon as its batch job is done with them. */
    public boolean terminatesAtRelease() {
        return onComplete() == OnComplete.TERMINATE && spec.completion().delay().isZero();
    }

    /** Instances that are not on their way out: those in seats, and older ones. */
    public List<String> liveInstanceIds() {
        return Stream.concat(memberInstanceIds(seat -> true).stream(), orphanInstanceIds.stream())
                .toList();
    }

    public List<String> memberInstanceIds(Predicate<MemberSnapshot> which) {
        return members.stream()
                .filter(MemberSnapshot::hasLiveInstance)
                .filter(which)
                .map(seat -> Objects.requireNonNull(seat.instance()).instanceId())
                .toList();
    }
}

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
 * Consistent view of one array with its members and instances, read in one transaction.
 *
 * @param size current number of indexes, {@code JOB_ARRAY_SIZE}; with {@code --indexes} not all of
 *     them have a member
 * @param dnsLabel label of its DNS names; null without DNS
 * @param phase step that its batch job executes; null when no batch job of this process runs it
 * @param peersGeneration last published generation of peers; 0: none yet
 * @param publishedPeersHash {@link PeerListHash} of the last published peers; empty: none
 * @param batchJobEnded its batch job has ended, with whatever status
 * @param draining all its instances are to be terminated
 * @param suspended stopped before its work had ended
 * @param retriesTogether all members are retried once the last one has ended
 * @param completeAt when the on-complete action is due; null before the work has ended
 * @param completed the on-complete action was carried out
 * @param launchErrorCode EC2's code when the last launch call failed, wholly or in part
 * @param launchRetryAt no launch call before this time; null: at any time
 * @param launchQueuedUntil when EC2's launch rate admits its last call, estimated; null when it
 *     does not wait
 * @param listeningSince agents can enrol at this server since then
 * @param publicUrlObjection why agents will not enrol, as far as this server knows
 * @param hasOpenLaunchIntent a launch call has no known outcome
 * @param awaitsMachines it is to take over instances of earlier stages first
 * @param keptMachines members that keep their instances for later stages
 * @param orphanInstanceIds live instances that no member refers to any more
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
        boolean retriesTogether,
        @Nullable String outcome,
        @Nullable Instant completeAt,
        boolean completed,
        @Nullable String launchErrorCode,
        @Nullable String launchErrorReason,
        @Nullable Instant launchRetryAt,
        @Nullable Instant launchQueuedUntil,
        Instant listeningSince,
        @Nullable String publicUrlObjection,
        boolean hasOpenLaunchIntent,
        boolean awaitsMachines,
        IndexSet keptMachines,
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

    /** Number of members, also in a view that has only some of them. */
    public int memberCount() {
        return spec.isPartial() ? spec.memberCount() : size;
    }

    /** It has work, and at least one member has not ended it. */
    public boolean hasOpenWork() {
        return !spec.work().isEmpty() && any(MemberSnapshot::open);
    }

    /** A member has failed, and the array has not succeeded all the same. */
    private boolean hasFailed() {
        return any(MemberSnapshot::failed) && Verdict.of(this) != Verdict.SUCCEEDED;
    }

    public boolean notViable() {
        return ArrayOutcome.NOT_VIABLE.equals(outcome);
    }

    /** The array is drained when fewer members enrol. */
    public int minViable() {
        return spec.barrier() ? memberCount() : Math.min(spec.minViable(), memberCount());
    }

    /** Deadline for the member's agent to enrol; none while its launch waits in the queue. */
    public Instant enrolDeadline(MemberSnapshot member) {
        if (!member.admitted()) {
            return Instant.MAX;
        }
        Instant since = member.awaitedSince();
        boolean wasDown = member.hasLiveInstance() && listeningSince.isAfter(since);
        return (wasDown ? listeningSince : since).plus(spec.barrierTimeout());
    }

    /** End of a sentence about agents that did not enrol; empty when no reason is known. */
    public String whyAgentsDoNotEnrol() {
        return publicUrlObjection == null ? "" : "; " + publicUrlObjection;
    }

    /** It has a live instance that is not to be off, and whose agent did not enrol in time. */
    public boolean enrolmentOverdue(MemberSnapshot member, Instant now) {
        return member.hasLiveInstance()
                && !member.enrolled()
                && !member.desiredOff()
                && !now.isBefore(enrolDeadline(member));
    }

    /** The instance of the member waits for a later stage that runs on it. */
    public boolean keepsInstance(MemberSnapshot member) {
        return keptMachines.contains(member.index())
                && !batchJobEnded
                && !draining
                && !notViable()
                && !member.open()
                && member.hasLiveInstance();
    }

    /** The on-complete action, given the members that failed so far. */
    public OnComplete onComplete() {
        return spec.completion().after(hasFailed());
    }

    /** Its instances are terminated in phase RELEASE, without delay. */
    public boolean terminatesAtRelease() {
        return onComplete() == OnComplete.TERMINATE && spec.completion().delay().isZero();
    }

    /** Instances that are neither terminated nor shutting down: those of members, and orphans. */
    public List<String> liveInstanceIds() {
        return Stream.concat(memberInstanceIds(member -> true).stream(), orphanInstanceIds.stream())
                .toList();
    }

    public List<String> memberInstanceIds(Predicate<MemberSnapshot> which) {
        return members.stream()
                .filter(MemberSnapshot::hasLiveInstance)
                .filter(which)
                .map(member -> Objects.requireNonNull(member.instance()).instanceId())
                .toList();
    }
}

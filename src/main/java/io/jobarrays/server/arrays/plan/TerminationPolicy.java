package io.jobarrays.server.arrays.plan;

import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Policy that terminates instances whatever the on-complete action is: past their deadline, without
 * an agent after the barrier timeout, with an agent that is silent for too long or cannot write the
 * peers, replaced, orphaned, or requested by a user.
 */
final class TerminationPolicy {
    /** The agent terminates its instance at the deadline; after this time the server does. */
    static final Duration TTL_GRACE = Duration.ofSeconds(15);

    /** A stop that EC2 refuses is retried for the remaining TTL plus this time. */
    static final Duration STOP_RETRY_GRACE = Duration.ofMinutes(15);

    /** A stopped instance is terminated after this time, since its disk still costs money. */
    static final Duration MAX_STOPPED_DURATION = Duration.ofDays(30);

    private TerminationPolicy() {}

    static List<Action> of(ArraySnapshot array, Instant now) {
        List<String> terminated = new ArrayList<>(array.orphanInstanceIds());
        terminated.addAll(
                array.memberInstanceIds(
                        member ->
                                isPastItsTime(member, now)
                                        || array.enrolmentOverdue(member, now)
                                        || SilencePolicy.isInstanceLost(member, now)
                                        || lacksPeers(member)
                                        || member.markedForReplacement()
                                        || member.instanceEndRequested()));
        return terminated.isEmpty()
                ? List.of()
                : List.of(new Action.TerminateInstances(terminated));
    }

    /** Ends it even when it has the only copy of outputs. */
    static boolean isPastItsTime(MemberSnapshot member, Instant now) {
        return isPastDeadline(member, now) || isStoppedTooLong(member, now);
    }

    /** No longer of use: a retry, if there is one, gets another instance. */
    private static boolean lacksPeers(MemberSnapshot member) {
        return member.peersNotWritten()
                && !member.instanceHasEarlierAttempt()
                && !member.holdsOutputs();
    }

    private static boolean isPastDeadline(MemberSnapshot member, Instant now) {
        Instant deadline = member.lifecycle().deadline();
        return deadline == null
                ? ranDespiteStop(member, now)
                : now.isAfter(deadline.plus(TTL_GRACE));
    }

    /** Its deadline is paused because it was to be off, and it still runs. */
    private static boolean ranDespiteStop(MemberSnapshot member, Instant now) {
        Duration remaining = member.lifecycle().ttlRemaining();
        return remaining != null
                && member.desiredOff()
                && member.instanceIs(InstanceState.RUNNING)
                && member.lifecycle()
                        .powerRequestedLongerAgoThan(remaining.plus(STOP_RETRY_GRACE), now);
    }

    private static boolean isStoppedTooLong(MemberSnapshot member, Instant now) {
        return member.desiredOff()
                && member.lifecycle().powerRequestedLongerAgoThan(MAX_STOPPED_DURATION, now);
    }
}

package io.jobarrays.server.arrays.plan;

import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Ends machines that outlived what was granted to them; their agents are asked first. */
final class DeadlinePolicy {
    /** The agent ends its machine at the deadline; this much later the server does. */
    static final Duration TTL_GRACE = Duration.ofSeconds(15);

    /** A stop that EC2 refuses is tried again for so long beyond what was left. */
    static final Duration STOP_RETRY_GRACE = Duration.ofMinutes(15);

    /** What is stopped still costs its disk. */
    static final Duration MAX_STOPPED_DURATION = Duration.ofDays(30);

    private DeadlinePolicy() {}

    static List<Action> of(ArraySnapshot array, Instant now) {
        List<String> expired =
                array.memberInstanceIds(seat -> outlived(seat, now) || stale(seat, now));
        List<String> doomed = new ArrayList<>(array.orphanInstanceIds());
        doomed.addAll(expired);
        doomed.addAll(
                array.memberInstanceIds(
                        seat -> seat.markedForReplacement() && !expired.contains(id(seat))));
        return doomed.isEmpty() ? List.of() : List.of(new Action.TerminateInstances(doomed));
    }

    private static boolean outlived(MemberSnapshot seat, Instant now) {
        Instant deadline = seat.lifecycle().deadline();
        return deadline == null ? staysOn(seat, now) : now.isAfter(deadline.plus(TTL_GRACE));
    }

    /** Its deadline rests because it was to be off, and it still runs. */
    private static boolean staysOn(MemberSnapshot seat, Instant now) {
        Duration remaining = seat.lifecycle().ttlRemaining();
        return remaining != null
                && seat.desiredOff()
                && seat.instanceIs(InstanceState.RUNNING)
                && seat.lifecycle()
                        .powerRequestedLongerAgoThan(remaining.plus(STOP_RETRY_GRACE), now);
    }

    private static boolean stale(MemberSnapshot seat, Instant now) {
        return seat.desiredOff()
                && seat.lifecycle().powerRequestedLongerAgoThan(MAX_STOPPED_DURATION, now);
    }

    private static String id(MemberSnapshot seat) {
        return java.util.Objects.requireNonNull(seat.instance()).instanceId();
    }
}

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
    static final Duration STOP_GRACE = Duration.ofMinutes(15);

    /** What is stopped still costs its disk. */
    static final Duration MOST_OFF = Duration.ofDays(30);

    private DeadlinePolicy() {}

    static List<Action> of(ArraySnapshot array, Instant now) {
        List<String> expired = array.mannedIds(seat -> outlived(seat, now) || stale(seat, now));
        List<String> doomed = new ArrayList<>(array.strays());
        doomed.addAll(expired);
        doomed.addAll(array.mannedIds(seat -> seat.outdated() && !expired.contains(id(seat))));
        return doomed.isEmpty() ? List.of() : List.of(new Action.Terminate(doomed));
    }

    private static boolean outlived(MemberSnapshot seat, Instant now) {
        Instant deadline = seat.standing().deadline();
        return deadline == null ? staysOn(seat, now) : now.isAfter(deadline.plus(TTL_GRACE));
    }

    /** Its deadline rests because it was to be off, and it still runs. */
    private static boolean staysOn(MemberSnapshot seat, Instant now) {
        Duration remaining = seat.standing().remaining();
        return remaining != null
                && seat.off()
                && seat.is(InstanceState.RUNNING)
                && seat.standing().longerThan(remaining.plus(STOP_GRACE), now);
    }

    private static boolean stale(MemberSnapshot seat, Instant now) {
        return seat.off() && seat.standing().longerThan(MOST_OFF, now);
    }

    private static String id(MemberSnapshot seat) {
        return java.util.Objects.requireNonNull(seat.instance()).instanceId();
    }
}

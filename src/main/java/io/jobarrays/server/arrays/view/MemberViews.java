package io.jobarrays.server.arrays.view;

import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberLifecycle;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import org.jspecify.annotations.Nullable;

/** Shows one seat as people see a member. */
final class MemberViews {
    private MemberViews() {}

    static MemberView of(ArraySnapshot array, MemberSnapshot seat, String dns) {
        MemberSnapshot.MemberInstance instance = seat.instance();
        boolean over = instance != null && instance.state().isEnding();
        return new MemberView(
                seat.index(),
                seat.name(),
                instance == null ? null : instance.instanceId(),
                instance == null ? null : instance.type(),
                instance == null ? "planned" : instance.state().word(),
                instance == null ? null : instance.az(),
                instance == null || over ? null : instance.publicIp(),
                instance == null ? null : instance.privateIp(),
                dns,
                instance == null ? 0 : instance.generation(),
                seat.attempt(),
                phase(seat),
                seat.exit() == null ? null : seat.exit().toString(),
                reason(array, seat),
                instance == null ? null : instance.launchedAt(),
                life(seat));
    }

    private static MemberView.Life life(MemberSnapshot seat) {
        MemberLifecycle standing = seat.lifecycle();
        return new MemberView.Life(
                standing.desiredPower().name(),
                seat.hasLiveInstance() && seat.agentConnected(),
                seat.hasLiveInstance() ? standing.deadline() : null,
                standing.ttlRemaining() == null ? null : standing.ttlRemaining().toSeconds(),
                seat.hasLiveInstance() && !seat.desiredOff() ? standing.busyReason() : null,
                seat.hasLiveInstance() && !seat.desiredOff() ? standing.idleSince() : null,
                standing.interruptedAt());
    }

    /** A group that is stuck says why. */
    private static @Nullable String reason(ArraySnapshot array, MemberSnapshot seat) {
        if (seat.reason() != null || !seat.open()) {
            return seat.reason();
        }
        if (seat.lifecycle().powerReason() != null) {
            return seat.lifecycle().powerReason();
        }
        if (seat.desiredOff()) {
            return "it was %s; spawn start starts it again"
                    .formatted(
                            seat.lifecycle().desiredPower() == DesiredPower.HIBERNATED
                                    ? "hibernated"
                                    : "stopped");
        }
        if (seat.needsLaunch()) {
            return array.launchErrorReason();
        }
        if (seat.markedForReplacement()) {
            return "its machine is being replaced";
        }
        return seat.enrolled() ? null : "waiting for its agent";
    }

    private static String phase(MemberSnapshot seat) {
        if (!seat.open()) {
            return "ended";
        }
        if (seat.instance() == null || seat.needsLaunch()) {
            return "planned";
        }
        if (!seat.enrolled()) {
            return "launched";
        }
        return seat.peersGeneration() > 0 ? "peers" : "arrived";
    }
}

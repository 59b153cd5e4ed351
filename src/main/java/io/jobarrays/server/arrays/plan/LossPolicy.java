package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A machine that went away, or whose agent fell silent, takes its attempt with it. */
final class LossPolicy {
    /** Clocks differ by this much. */
    private static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(5);

    private LossPolicy() {}

    static List<Action> of(ArraySnapshot array, Instant now) {
        List<Action> actions = new ArrayList<>();
        for (MemberSnapshot seat : array.members()) {
            if (seat.instanceLost()) {
                actions.add(gone(array, seat, now));
            } else if (seat.open()
                    && seat.hasLiveInstance()
                    && !seat.desiredOff()
                    && seat.agentSilent()) {
                actions.add(silent(seat));
            }
        }
        return actions;
    }

    private static Action gone(ArraySnapshot array, MemberSnapshot seat, Instant now) {
        MemberSnapshot.MemberInstance instance = Objects.requireNonNull(seat.instance());
        String story =
                "instance %s is %s%s"
                        .formatted(
                                instance.instanceId(),
                                instance.state().word(),
                                instance.reason() == null ? "" : ": " + instance.reason());
        Duration idle = array.spec().idle().timeout();
        if (idle != null && wasIdle(seat, idle, now)) {
            story = "idle for %s; %s".formatted(Durations.format(idle), story);
        }
        return new Action.EndAttempt(seat.index(), seat.attempt(), loss(array, seat, now), story);
    }

    private static Action silent(MemberSnapshot seat) {
        String story =
                "the agent of instance %s has said nothing for too long"
                        .formatted(Objects.requireNonNull(seat.instance()).instanceId());
        return new Action.EndAttempt(seat.index(), seat.attempt(), Plain.AGENT_SILENT, story);
    }

    private static ExitReason loss(ArraySnapshot array, MemberSnapshot seat, Instant now) {
        if (array.draining() || seat.desiredOff()) {
            return Plain.STOPPED;
        }
        if (seat.lifecycle().deadlinePassed(now.plus(MAX_CLOCK_SKEW))) {
            return Plain.TTL_EXPIRED;
        }
        if (reclaimed(seat)) {
            return Plain.SPOT_LOST;
        }
        Duration idle = array.spec().idle().timeout();
        if (idle != null && wasIdle(seat, idle, now)) {
            return Plain.STOPPED;
        }
        return seat.enrolled()
                ? Plain.AGENT_SILENT
                : new ExitReason.LaunchFailed("InstanceTerminated");
    }

    private static boolean reclaimed(MemberSnapshot seat) {
        String reason = Objects.requireNonNull(seat.instance()).reason();
        return seat.lifecycle().interruptedAt() != null
                || (reason != null && reason.contains("SpotInstance"));
    }

    private static boolean wasIdle(MemberSnapshot seat, Duration timeout, Instant now) {
        Instant since = seat.lifecycle().idleSince();
        return since != null && !now.plus(MAX_CLOCK_SKEW).isBefore(since.plus(timeout));
    }
}

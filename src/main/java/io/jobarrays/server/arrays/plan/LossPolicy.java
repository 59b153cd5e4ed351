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

/** Policy that ends attempts whose instance was terminated. */
final class LossPolicy {
    /** Tolerated difference between the clocks of agents, EC2 and server. */
    private static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(5);

    /** EC2's code in the state reason: EC2 API Reference, StateReason. */
    private static final String SHUT_DOWN_FROM_WITHIN = "InstanceInitiatedShutdown";

    private LossPolicy() {}

    static List<Action> of(ArraySnapshot array, Instant now) {
        List<Action> actions = new ArrayList<>();
        for (MemberSnapshot member : array.members()) {
            if (member.instanceLost()) {
                actions.add(instanceLost(array, member, now));
            }
        }
        return actions;
    }

    private static Action instanceLost(ArraySnapshot array, MemberSnapshot member, Instant now) {
        MemberSnapshot.MemberInstance instance = Objects.requireNonNull(member.instance());
        String reason =
                "instance %s is %s%s"
                        .formatted(
                                instance.instanceId(),
                                instance.state().word(),
                                instance.reason() == null ? "" : ": " + instance.reason());
        if (endedUnenrolled(array, member, now)) {
            reason =
                    "its agent did not enrol within %s; %s"
                            .formatted(Durations.format(array.spec().barrierTimeout()), reason);
        }
        Duration idle = array.spec().idle().timeout();
        if (idle != null && wasIdle(member, idle, now)) {
            reason = "idle for %s; %s".formatted(Durations.format(idle), reason);
        }
        return new Action.EndAttempt(
                member.index(),
                member.attempt(),
                exit(array, member, now),
                reason
                        + (endedUnenrolled(array, member, now) || bootstrapGaveUp(member)
                                ? array.whyAgentsDoNotEnrol()
                                : "")
                        + OutputPolicy.loss(array, member));
    }

    private static ExitReason exit(ArraySnapshot array, MemberSnapshot member, Instant now) {
        if (array.draining() || member.desiredOff()) {
            return Plain.STOPPED;
        }
        if (member.lifecycle().stopCause() != null) {
            return Plain.ENDED_BY_POLICY;
        }
        if (ttlExpired(member, now)) {
            return Plain.TTL_EXPIRED;
        }
        if (reclaimed(member)) {
            return Plain.SPOT_LOST;
        }
        Duration idle = array.spec().idle().timeout();
        if (idle != null && wasIdle(member, idle, now)) {
            return Plain.STOPPED;
        }
        if (member.enrolled()) {
            return shutItselfDown(member) ? Plain.SHUT_DOWN : Plain.MACHINE_LOST;
        }
        return new ExitReason.LaunchFailed(
                endedUnenrolled(array, member, now) ? "BarrierTimeout" : "InstanceTerminated");
    }

    /** This server terminated it before it recorded the end of the attempt. */
    private static boolean endedUnenrolled(
            ArraySnapshot array, MemberSnapshot member, Instant now) {
        return !member.enrolled()
                && Objects.requireNonNull(member.instance()).endRequested()
                && !now.isBefore(array.enrolDeadline(member));
    }

    /** The bootstrap powers off a machine on which it cannot start an agent. */
    private static boolean bootstrapGaveUp(MemberSnapshot member) {
        return !member.enrolled() && shutItselfDown(member);
    }

    /** By the member's deadline, or by an earlier one that its agent has stored and enforced. */
    private static boolean ttlExpired(MemberSnapshot member, Instant now) {
        Instant latest = now.plus(MAX_CLOCK_SKEW);
        Instant stored = member.lifecycle().deadlineStored();
        return member.lifecycle().deadlinePassed(latest)
                || (stored != null && !latest.isBefore(stored) && shutItselfDown(member));
    }

    private static boolean shutItselfDown(MemberSnapshot member) {
        String reason = Objects.requireNonNull(member.instance()).reason();
        return reason != null && reason.contains(SHUT_DOWN_FROM_WITHIN);
    }

    private static boolean reclaimed(MemberSnapshot member) {
        String reason = Objects.requireNonNull(member.instance()).reason();
        return member.lifecycle().interruptedAt() != null
                || (reason != null && reason.contains("SpotInstance"));
    }

    private static boolean wasIdle(MemberSnapshot member, Duration timeout, Instant now) {
        Instant since = member.lifecycle().idleSince();
        return since != null && !now.plus(MAX_CLOCK_SKEW).isBefore(since.plus(timeout));
    }
}

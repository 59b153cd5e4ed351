package io.jobarrays.server.arrays.members;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.agents.PeerDeliveries;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.EventLog;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.reconcile.AttemptActions;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.rows.MemberPower;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.WorkId;
import io.jobarrays.server.arrays.spec.OnComplete;
import io.jobarrays.server.instances.rows.Assignment;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reports of agents as changes of their members; each returns when it is committed. Reports of a
 * member that was scaled away change nothing.
 */
@ApplicationScoped
class AgentReports {
    private final PeerDeliveries deliveries;
    private final ArrayOwners owners;
    private final EventLog events;

    AgentReports(PeerDeliveries deliveries, ArrayOwners owners, EventLog events) {
        this.deliveries = deliveries;
        this.owners = owners;
        this.events = events;
    }

    void peers(Assignment assignment, int generation) {
        deliveries.acknowledged(assignment, generation);
        change(assignment, (array, member) -> member.peersAcknowledged(generation));
    }

    void peersNotWritten(Assignment assignment, AgentMessage.PeersNotWritten report) {
        if (deliveries.failed(assignment, report.generation(), report.reason())) {
            note(
                    assignment,
                    "instance %s cannot write peers of generation %d, it tries again: %s"
                            .formatted(
                                    assignment.instanceId(), report.generation(), report.reason()));
        }
    }

    /** Whether outputs are on the instance only, for the attempt of this work. */
    void outputs(Assignment assignment, AgentMessage.Outputs outputs) {
        change(
                assignment,
                (array, member) -> {
                    if (isOf(outputs.id(), member)) {
                        member.outputsUnkept(member.attempt, outputs.unkept());
                    }
                });
    }

    /**
     * The end of a work.
     *
     * @return whether it is that of the current attempt
     */
    boolean ended(Assignment assignment, AgentMessage.Ended ended) {
        return owners.call(
                assignment.arrayId(),
                array ->
                        array.memberSnapshot(assignment.index())
                                .filter(member -> isOf(ended.id(), assignment, member))
                                .map(member -> ended(array, member, ended))
                                .orElse(false));
    }

    private static boolean ended(
            OwnedArray array, MemberSnapshot member, AgentMessage.Ended ended) {
        ExitReason exit = ExitReason.parse(ended.exit());
        if (!wasStopped(member, ended, exit)) {
            AttemptActions.reported(array, member, exit, reason(ended), ended.note());
        } else if (member.lifecycle().stopCause() == null
                && member.lifecycle().desiredPower() == DesiredPower.STOPPED) {
            // The stop cut the work off: it runs again when the instance is started.
            array.member(member.index()).power(MemberPower::workStopped);
        } else {
            Plain stop =
                    member.lifecycle().stopCause() == null ? Plain.STOPPED : Plain.ENDED_BY_POLICY;
            // What work that was cut off has not made is no news.
            AttemptActions.reported(array, member, stop, stopReason(member, ended), null);
        }
        return true;
    }

    /**
     * Whatever exit the work chose when it was asked to end, it has neither succeeded nor failed.
     */
    private static boolean wasStopped(
            MemberSnapshot member, AgentMessage.Ended ended, ExitReason exit) {
        if (ended.stopped() != null) {
            return ended.stopped();
        }
        return member.lifecycle().desiredPower() == DesiredPower.STOPPED && !exit.succeeded();
    }

    private static String stopReason(MemberSnapshot member, AgentMessage.Ended ended) {
        String cause = member.lifecycle().stopCause();
        return "%s; its work ended with %s"
                .formatted(cause == null ? "stopped" : cause, ended.exit());
    }

    private static @Nullable String reason(AgentMessage.Ended ended) {
        if (ended.problem() != null) {
            return ended.problem();
        }
        boolean script = ended.part().equals("user_data") && !ended.exit().equals("EXIT_0");
        return script ? "the user data script ended with " + ended.exit() : null;
    }

    void deadline(Assignment assignment, @Nullable Instant at) {
        if (at != null) {
            change(assignment, (array, member) -> member.power(power -> power.deadlineStored(at)));
        }
    }

    void paused(Assignment assignment) {
        change(assignment, (array, member) -> member.power(MemberPower::deadlinePaused));
    }

    void activity(Assignment assignment, AgentMessage.Activity activity) {
        change(
                assignment,
                (array, member) ->
                        member.activity(
                                activity.busy(),
                                activity.busy() == null
                                        ? array.now().minusSeconds(activity.idleSeconds())
                                        : null));
    }

    /** Agents repeat the report until they are stopped; only the first one changes the row. */
    void idle(Assignment assignment) {
        change(
                assignment,
                (array, member) -> {
                    if (member.power.desired == DesiredPower.RUNNING) {
                        DesiredPower off = powerWhenIdle(array, member);
                        member.power(power -> power.requestOff(off, array.now()));
                        array.event(
                                member.index,
                                "idle for too long: its machine is to be "
                                        + off.name().toLowerCase(Locale.ROOT));
                    }
                });
    }

    private static DesiredPower powerWhenIdle(OwnedArray array, Member member) {
        OnComplete action = array.snapshotWith(member.index).spec().idle().action();
        return action == OnComplete.HIBERNATE ? DesiredPower.HIBERNATED : DesiredPower.STOPPED;
    }

    void interrupted(Assignment assignment, AgentMessage.SpotNotice notice) {
        change(
                assignment,
                (array, member) -> {
                    if (member.interrupted(Instant.parse(notice.at()))) {
                        array.event(
                                member.index,
                                "EC2 takes its machine back (%s) at %s"
                                        .formatted(notice.action(), notice.at()));
                    }
                });
    }

    void note(Assignment assignment, String text) {
        events.record(assignment.arrayId(), assignment.index(), text);
    }

    private void change(Assignment assignment, BiConsumer<OwnedArray, Member> change) {
        owners.run(
                assignment.arrayId(),
                array ->
                        array.find(assignment.index())
                                .filter(member -> !member.retired)
                                .ifPresent(member -> change.accept(array, member)));
    }

    private static boolean isOf(String work, Member member) {
        return work.equals(WorkId.of(member.arrayId, member.index, member.attempt));
    }

    private static boolean isOf(String work, Assignment assignment, MemberSnapshot member) {
        return work.equals(WorkId.of(assignment.arrayId(), member));
    }
}

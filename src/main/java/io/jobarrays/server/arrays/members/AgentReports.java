package io.jobarrays.server.arrays.members;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.server.agents.PeerDeliveries;
import io.jobarrays.server.arrays.events.EventLog;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.rows.MemberDeadlineRows;
import io.jobarrays.server.arrays.rows.MemberPowerRows;
import io.jobarrays.server.arrays.rows.MemberRows;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.instances.rows.Assignment;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes reports of agents into the rows of their members. */
@ApplicationScoped
class AgentReports {
    private final PeerDeliveries deliveries;
    private final EventLog events;
    private final Clock clock;

    AgentReports(PeerDeliveries deliveries, EventLog events, Clock clock) {
        this.deliveries = deliveries;
        this.events = events;
        this.clock = clock;
    }

    void peers(Assignment assignment, int generation) {
        deliveries.acknowledged(assignment, generation);
        MemberRows.peersAcknowledged(assignment.arrayId(), assignment.index(), generation);
    }

    void outputs(MemberSnapshot member, Assignment assignment, @Nullable String unkept) {
        MemberRows.unkeptOutputs(
                assignment.arrayId(), assignment.index(), member.attempt(), unkept);
    }

    void peersNotWritten(Assignment assignment, AgentMessage.PeersNotWritten report) {
        if (deliveries.failed(assignment, report.generation(), report.reason())) {
            events.record(
                    assignment.arrayId(),
                    assignment.index(),
                    "instance %s cannot write peers of generation %d, it tries again: %s"
                            .formatted(
                                    assignment.instanceId(), report.generation(), report.reason()));
        }
    }

    void deadline(Assignment assignment, @Nullable String at) {
        if (at != null) {
            MemberDeadlineRows.stored(assignment.arrayId(), assignment.index(), Instant.parse(at));
        }
    }

    void paused(Assignment assignment) {
        MemberPowerRows.deadlinePaused(assignment.arrayId(), assignment.index());
    }

    void halted(Assignment assignment) {
        MemberPowerRows.workStopped(assignment.arrayId(), assignment.index());
    }

    void activity(Assignment assignment, AgentMessage.Activity activity) {
        Instant since =
                activity.busy() == null
                        ? clock.instant().minusSeconds(activity.idleSeconds())
                        : null;
        MemberPowerRows.activity(assignment.arrayId(), assignment.index(), activity.busy(), since);
    }

    /** Agents repeat the report until they are stopped; only the first one changes the row. */
    void idle(Assignment assignment, DesiredPower desired) {
        boolean first =
                MemberPowerRows.requestOffWhenIdle(
                        assignment.arrayId(), assignment.index(), desired, clock.instant());
        if (first) {
            events.record(
                    assignment.arrayId(),
                    assignment.index(),
                    "idle for too long: its machine is to be "
                            + desired.name().toLowerCase(Locale.ROOT));
        }
    }

    void interrupted(Assignment assignment, AgentMessage.SpotNotice notice) {
        boolean first =
                MemberPowerRows.interrupted(
                        assignment.arrayId(), assignment.index(), Instant.parse(notice.at()));
        if (first) {
            events.record(
                    assignment.arrayId(),
                    assignment.index(),
                    "EC2 takes its machine back (%s) at %s"
                            .formatted(notice.action(), notice.at()));
        }
    }

    void note(Assignment assignment, String text) {
        events.record(assignment.arrayId(), assignment.index(), text);
    }
}

package io.jobarrays.server.arrays.members;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.agents.AgentMessageReceived;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.reconcile.AttemptActions;
import io.jobarrays.server.arrays.reconcile.WorkOrders;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.SnapshotReader;
import io.jobarrays.server.arrays.snapshot.WorkId;
import io.jobarrays.server.arrays.spec.OnComplete;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.watch.InstanceWatcher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Handles messages of agents; replies may be repeated, since agents ignore duplicates. */
@ApplicationScoped
class AgentMessageHandler {
    private final ArrayReconcilers reconcilers;
    private final SnapshotReader snapshots;
    private final AgentResync resync;
    private final WorkOrders orders;
    private final AgentReports reports;
    private final AttemptActions attemptEnder;
    private final ConnectedAgents agents;
    private final InstanceWatcher watcher;

    AgentMessageHandler(
            ArrayReconcilers reconcilers,
            SnapshotReader snapshots,
            AgentResync resync,
            WorkOrders orders,
            AgentReports reports,
            AttemptActions attemptEnder,
            ConnectedAgents agents,
            InstanceWatcher watcher) {
        this.reconcilers = reconcilers;
        this.snapshots = snapshots;
        this.resync = resync;
        this.orders = orders;
        this.reports = reports;
        this.attemptEnder = attemptEnder;
        this.agents = agents;
        this.watcher = watcher;
    }

    void handle(@Observes AgentMessageReceived received) {
        Assignment assignment = received.assignment();
        switch (received.message()) {
            case AgentMessage.Hello hello -> resync(assignment, hello);
            case AgentMessage.Outputs outputs -> outputs(assignment, outputs);
            case AgentMessage.Ended ended -> ended(assignment, ended);
            case AgentMessage.PeersWritten written ->
                    reports.peers(assignment, written.generation());
            case AgentMessage.PeersNotWritten report -> reports.peersNotWritten(assignment, report);
            case AgentMessage.DeadlineStored stored -> deadline(assignment, stored.at());
            case AgentMessage.Paused paused -> reports.paused(assignment);
            case AgentMessage.Activity activity -> reports.activity(assignment, activity);
            case AgentMessage.IdleReached reached -> idle(assignment);
            case AgentMessage.SpotNotice notice -> reports.interrupted(assignment, notice);
            case AgentMessage.Note note -> reports.note(assignment, note.text());
            // Handled by the connection.
            case AgentMessage.Log log -> {}
            case AgentMessage.SessionOutput output -> {}
            case AgentMessage.SessionEnded ended -> {}
        }
        reconcilers.wake(assignment.arrayId());
    }

    private void resync(Assignment assignment, AgentMessage.Hello hello) {
        watcher.pollSoon();
        ArraySnapshot array = snapshots.read(assignment.arrayId());
        Optional<MemberSnapshot> back =
                member(array, assignment).filter(member -> isAtWorkAgain(array, member, hello));
        back.ifPresent(member -> attemptEnder.reopenSilent(array, member));
        sendAll(back.isPresent() ? snapshots.read(assignment.arrayId()) : array, assignment, hello);
    }

    private void sendAll(ArraySnapshot array, Assignment assignment, AgentMessage.Hello hello) {
        member(array, assignment)
                .ifPresent(member -> resync.sendAll(array, member, assignment, hello));
    }

    private void outputs(Assignment assignment, AgentMessage.Outputs outputs) {
        member(snapshots.read(assignment.arrayId()), assignment)
                .filter(it -> outputs.id().equals(WorkId.of(assignment.arrayId(), it)))
                .ifPresent(member -> reports.outputs(member, assignment, outputs.unkept()));
    }

    /** Its attempt ended as {@code AGENT_SILENT}, its work runs, and the batch job waits for it. */
    private boolean isAtWorkAgain(
            ArraySnapshot array, MemberSnapshot member, AgentMessage.Hello hello) {
        Phase phase = reconcilers.phaseOf(array.id());
        return member.exit() == ExitReason.Plain.AGENT_SILENT
                && !member.instanceEndRequested()
                && !array.draining()
                && !array.completed()
                && (phase == Phase.RUN || phase == Phase.RELEASE)
                && WorkId.of(array.id(), member).equals(hello.work())
                && List.of("running", "held").contains(hello.phase());
    }

    private void ended(Assignment assignment, AgentMessage.Ended ended) {
        Failpoints.reach(Failpoint.EXIT_BEFORE_COMMIT);
        ArraySnapshot array = snapshots.read(assignment.arrayId());
        member(array, assignment).ifPresent(member -> ended(array, member, assignment, ended));
        Failpoints.reach(Failpoint.EXIT_BEFORE_ACKNOWLEDGEMENT);
        agents.send(assignment, new AgentMessage.EndStored(ended.id()));
    }

    private void ended(
            ArraySnapshot array,
            MemberSnapshot member,
            Assignment assignment,
            AgentMessage.Ended ended) {
        boolean current = ended.id().equals(WorkId.of(assignment.arrayId(), member));
        ExitReason exit = ExitReason.parse(ended.exit());
        if (current
                && member.lifecycle().desiredPower() == DesiredPower.STOPPED
                && !exit.succeeded()) {
            // The stop cut the work off: it runs again when the instance is started.
            reports.halted(assignment);
        } else if (current) {
            attemptEnder.reported(array, member, exit, reason(ended));
        } else if (member.open() && !member.desiredOff() && !array.spec().work().isEmpty()) {
            // The agent runs one work at a time and could not take this one before.
            orders.send(array, member, assignment);
        }
    }

    /** Sends the deadline again if it has changed since the agent stored it. */
    private void deadline(Assignment assignment, @Nullable String stored) {
        reports.deadline(assignment, stored);
        member(snapshots.read(assignment.arrayId()), assignment)
                .filter(member -> !Objects.equals(instant(stored), member.lifecycle().deadline()))
                .ifPresent(member -> resync.sendDeadline(member, assignment));
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private void idle(Assignment assignment) {
        ArraySnapshot array = snapshots.read(assignment.arrayId());
        DesiredPower desired =
                array.spec().idle().action() == OnComplete.HIBERNATE
                        ? DesiredPower.HIBERNATED
                        : DesiredPower.STOPPED;
        reports.idle(assignment, desired);
    }

    private static @Nullable String reason(AgentMessage.Ended ended) {
        if (ended.problem() != null) {
            return ended.problem();
        }
        boolean script = ended.part().equals("user_data") && !ended.exit().equals("EXIT_0");
        return script ? "the user data script ended with " + ended.exit() : null;
    }

    /** Empty for a member that was scaled away. */
    private static Optional<MemberSnapshot> member(ArraySnapshot array, Assignment assignment) {
        return array.members().stream().filter(s -> s.index() == assignment.index()).findFirst();
    }
}

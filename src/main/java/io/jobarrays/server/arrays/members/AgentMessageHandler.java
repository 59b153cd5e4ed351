package io.jobarrays.server.arrays.members;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.agents.AgentMessageReceived;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.jobarrays.server.instances.rows.Assignment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Handles messages of agents; replies may be repeated, since agents ignore duplicates. */
@ApplicationScoped
class AgentMessageHandler {
    private final ArrayReconcilers reconcilers;
    private final ArrayOwners owners;
    private final AgentResync resync;
    private final AgentReports reports;
    private final ConnectedAgents agents;

    AgentMessageHandler(
            ArrayReconcilers reconcilers,
            ArrayOwners owners,
            AgentResync resync,
            AgentReports reports,
            ConnectedAgents agents) {
        this.reconcilers = reconcilers;
        this.owners = owners;
        this.resync = resync;
        this.reports = reports;
        this.agents = agents;
    }

    void handle(@Observes AgentMessageReceived received) {
        Assignment assignment = received.assignment();
        switch (received.message()) {
            case AgentMessage.Hello hello -> resync.sendAll(assignment, hello);
            case AgentMessage.Outputs outputs -> reports.outputs(assignment, outputs);
            case AgentMessage.Ended ended -> ended(assignment, ended);
            case AgentMessage.PeersWritten written ->
                    reports.peers(assignment, written.generation());
            case AgentMessage.PeersNotWritten report -> reports.peersNotWritten(assignment, report);
            case AgentMessage.DeadlineStored stored -> deadline(assignment, stored.at());
            case AgentMessage.Paused paused -> reports.paused(assignment);
            case AgentMessage.Activity activity -> reports.activity(assignment, activity);
            case AgentMessage.IdleReached reached -> reports.idle(assignment);
            case AgentMessage.SpotNotice notice -> reports.interrupted(assignment, notice);
            case AgentMessage.Note note -> reports.note(assignment, note.text());
            // The verb that asked for it waits for the answer.
            case AgentMessage.CheckpointTaken taken -> {}
            // Handled by the connection.
            case AgentMessage.Log log -> {}
            case AgentMessage.SessionOutput output -> {}
            case AgentMessage.SessionInputTaken taken -> {}
            case AgentMessage.SessionEnded ended -> {}
        }
        reconcilers.wake(assignment.arrayId());
    }

    private void ended(Assignment assignment, AgentMessage.Ended ended) {
        Failpoints.reach(Failpoint.EXIT_BEFORE_COMMIT);
        boolean current = reports.ended(assignment, ended);
        if (current) {
            Failpoints.reach(Failpoint.EXIT_AFTER_COMMIT);
        } else {
            // The agent runs one work at a time and could not take the current one before.
            resync.sendWork(assignment);
        }
        Failpoints.reach(Failpoint.EXIT_BEFORE_ACKNOWLEDGEMENT);
        agents.send(assignment, new AgentMessage.EndStored(ended.id()));
    }

    /** Sends the deadline again if it has changed since the agent stored it. */
    private void deadline(Assignment assignment, @Nullable String stored) {
        Instant at = stored == null ? null : Instant.parse(stored);
        reports.deadline(assignment, at);
        member(assignment).members().stream()
                .filter(member -> !Objects.equals(at, member.lifecycle().deadline()))
                .forEach(member -> resync.sendDeadline(member, assignment));
    }

    /** The array with this member only; without it when it was scaled away. */
    private ArraySnapshot member(Assignment assignment) {
        return owners.call(assignment.arrayId(), array -> array.snapshotWith(assignment.index()));
    }
}

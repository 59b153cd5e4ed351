package io.jobarrays.server.arrays.members;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.contract.messages.AgentMessage.ToAgent;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.plan.PowerPolicy;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.reconcile.AttemptActions;
import io.jobarrays.server.arrays.reconcile.WorkOrders;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.WorkId;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceState;
import io.jobarrays.server.instances.watch.InstanceWatcher;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends an agent that connects everything that holds for its member now. Peers, and the start of
 * work that waits for them, follow from the next plan. The cost does not depend on the number of
 * members.
 */
@ApplicationScoped
class AgentResync {
    private final ArrayReconcilers reconcilers;
    private final ArrayOwners owners;
    private final WorkOrders orders;
    private final ArrayKeys keys;
    private final ConnectedAgents agents;
    private final InstanceWatcher watcher;
    private final Clock clock;

    AgentResync(
            ArrayReconcilers reconcilers,
            ArrayOwners owners,
            WorkOrders orders,
            ArrayKeys keys,
            ConnectedAgents agents,
            InstanceWatcher watcher,
            Clock clock) {
        this.reconcilers = reconcilers;
        this.owners = owners;
        this.orders = orders;
        this.keys = keys;
        this.agents = agents;
        this.watcher = watcher;
        this.clock = clock;
    }

    void sendAll(Assignment assignment, AgentMessage.Hello hello) {
        Phase phase = reconcilers.phaseOf(assignment.arrayId());
        ArraySnapshot array =
                owners.call(
                        assignment.arrayId(),
                        it -> recordHello(it, assignment.index(), phase, hello));
        if (array.members().stream().anyMatch(member -> !isKnownToRun(member))) {
            // EC2 did not say so yet, and a plan waits for its state.
            watcher.pollSoon();
        }
        for (MemberSnapshot member : array.members()) {
            sendAll(array, member, assignment, hello);
        }
        reconcilers.reconnected(assignment);
    }

    private static boolean isKnownToRun(MemberSnapshot member) {
        return member.instance() != null && member.instance().state() == InstanceState.RUNNING;
    }

    /** The array with this member, whose work counts as running again if it does. */
    private static ArraySnapshot recordHello(
            OwnedArray array, int index, @Nullable Phase phase, AgentMessage.Hello hello) {
        ArraySnapshot before = array.snapshotWith(index);
        List<MemberSnapshot> back =
                before.members().stream()
                        .filter(member -> isAtWorkAgain(before, member, phase, hello))
                        .toList();
        back.forEach(member -> AttemptActions.reopenSilent(array, member));
        endStopped(array, before, hello);
        // The agent says which peers it has on its disk.
        array.find(index).ifPresent(member -> recordPeers(before, member, hello.peersGeneration()));
        return array.snapshotWith(index);
    }

    /** Indexes that take turns have the peers that their machine has: they are not renewed. */
    private static void recordPeers(ArraySnapshot array, Member member, int held) {
        member.peersHeld(held);
        if (array.spec().maxConcurrent() != null && held > 0 && held == array.peersGeneration()) {
            member.peersAcknowledged(held);
        }
    }

    /** An agent without the work cannot report its end, and does not get the work any more. */
    private static void endStopped(
            OwnedArray array, ArraySnapshot before, AgentMessage.Hello hello) {
        for (MemberSnapshot member : before.members()) {
            String cause = member.lifecycle().stopCause();
            boolean held = WorkId.of(before.id(), member).equals(hello.work());
            if (cause != null && member.open() && !held) {
                ExitReason exit = ExitReason.Plain.ENDED_BY_POLICY;
                AttemptActions.reported(array, member, exit, cause, null);
            }
        }
    }

    /** Its attempt ended as {@code AGENT_SILENT}, its work runs, and the batch job waits for it. */
    private static boolean isAtWorkAgain(
            ArraySnapshot array,
            MemberSnapshot member,
            @Nullable Phase phase,
            AgentMessage.Hello hello) {
        return member.exit() == ExitReason.Plain.AGENT_SILENT
                && !member.instanceEndRequested()
                && !array.draining()
                && !array.completed()
                && (phase == Phase.RUN || phase == Phase.RELEASE)
                && WorkId.of(array.id(), member).equals(hello.work())
                && List.of("running", "held").contains(hello.phase());
    }

    private void sendAll(
            ArraySnapshot array,
            MemberSnapshot member,
            Assignment assignment,
            AgentMessage.Hello hello) {
        sendDeadline(member, assignment);
        if (array.spec().idle().timeout() != null) {
            agents.send(assignment, array.spec().idle().message());
        }
        if (array.notViable()) {
            agents.send(assignment, new AgentMessage.BarrierFailed("the array was given up", ""));
            return;
        }
        agents.send(assignment, keys.of(array.id()));
        sendWork(array, member, assignment, hello);
    }

    void sendDeadline(MemberSnapshot member, Assignment assignment) {
        Instant deadline = member.lifecycle().deadline();
        Duration remaining = member.lifecycle().ttlRemaining();
        if (deadline != null) {
            agents.send(
                    assignment,
                    new AgentMessage.Deadline(deadline.toString(), clock.instant().toString()));
        } else if (remaining != null && member.desiredOff()) {
            agents.send(assignment, new AgentMessage.Pause(remaining.toSeconds()));
        }
    }

    /** Stops what the agent still runs of an earlier attempt; sends the current work. */
    private void sendWork(
            ArraySnapshot array,
            MemberSnapshot member,
            Assignment assignment,
            AgentMessage.Hello hello) {
        String current = WorkId.of(array.id(), member);
        String held = hello.work();
        if (held != null && !held.equals(current) && !hello.phase().equals("ended")) {
            agents.send(assignment, halt(held));
        }
        if (member.open() && member.lifecycle().stopCause() != null) {
            agents.send(assignment, halt(current));
            return;
        }
        if (member.desiredOff()) {
            if (member.lifecycle().desiredPower() == DesiredPower.STOPPED && member.open()) {
                agents.send(assignment, halt(current));
            }
            return;
        }
        if (!array.suspended()) {
            sendOpenWork(array, member, assignment);
        }
    }

    /** Sends the work of the current attempt, if it is open. */
    void sendWork(Assignment assignment) {
        ArraySnapshot array =
                owners.call(assignment.arrayId(), it -> it.snapshotWith(assignment.index()));
        array.members().stream()
                .filter(member -> !member.desiredOff())
                .forEach(member -> sendOpenWork(array, member, assignment));
    }

    private void sendOpenWork(ArraySnapshot array, MemberSnapshot member, Assignment assignment) {
        boolean stopping = member.lifecycle().stopCause() != null;
        boolean waits = member.waits(clock.instant());
        if (member.open() && !stopping && !waits && !array.spec().work().isEmpty()) {
            orders.send(array, member, assignment);
        }
    }

    private static ToAgent halt(String work) {
        return new AgentMessage.Stop(work, (int) PowerPolicy.WORK_STOP_GRACE.toSeconds());
    }
}

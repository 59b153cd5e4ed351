package io.jobarrays.server.arrays.members;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.AgentMessage.ToAgent;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.agents.PeerDeliveries;
import io.jobarrays.server.arrays.plan.PeerPolicy;
import io.jobarrays.server.arrays.plan.PowerPolicy;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.reconcile.WorkOrders;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.arrays.snapshot.PeerListHash;
import io.jobarrays.server.arrays.snapshot.WorkId;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.instances.rows.Assignment;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Sends an agent that connects everything that holds for its member now. */
@ApplicationScoped
class AgentResync {
    private final ArrayReconcilers reconcilers;
    private final PeerListBuilder peerLists;
    private final WorkOrders orders;
    private final ArrayKeys keys;
    private final ConnectedAgents agents;
    private final PeerDeliveries deliveries;
    private final Clock clock;

    AgentResync(
            ArrayReconcilers reconcilers,
            PeerListBuilder peerLists,
            WorkOrders orders,
            ArrayKeys keys,
            ConnectedAgents agents,
            PeerDeliveries deliveries,
            Clock clock) {
        this.reconcilers = reconcilers;
        this.peerLists = peerLists;
        this.orders = orders;
        this.keys = keys;
        this.agents = agents;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    void sendAll(
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
        IndexSet reachable = array.indexes(MemberSnapshot::reachable);
        if (array.peersGeneration() > 0
                && reachable.contains(member.index())
                && PeerListHash.of(array, reachable).equals(array.publishedPeersHash())) {
            deliveries.send(
                    assignment,
                    peerLists.build(array, array.peersGeneration(), reachable).message());
        }
        if (reconcilers.phaseOf(assignment.arrayId()) == Phase.RUN
                && array.spec().barrier()
                && PeerPolicy.allMembersHavePeers(array)) {
            agents.send(assignment, new AgentMessage.Go(WorkId.of(array.id(), member)));
        }
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
        if (held != null && !held.equals(current)) {
            agents.send(assignment, halt(held));
        }
        if (member.desiredOff()) {
            if (member.lifecycle().desiredPower() == DesiredPower.STOPPED && member.open()) {
                agents.send(assignment, halt(current));
            }
            return;
        }
        if (member.open() && !array.spec().work().isEmpty() && !array.suspended()) {
            orders.send(array, member, assignment);
        }
    }

    private static ToAgent halt(String work) {
        return new AgentMessage.Stop(work, (int) PowerPolicy.WORK_STOP_GRACE.toSeconds());
    }
}

package io.jobarrays.server.arrays.members;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.AgentMessage.ToAgent;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.agents.ConnectedAgents;
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

/** What an agent is told when it comes, or comes back: everything that holds for it now. */
@ApplicationScoped
class AgentResync {
    private final ArrayReconcilers reconcilers;
    private final PeerListBuilder peerLists;
    private final WorkOrders orders;
    private final ArrayKeys keys;
    private final ConnectedAgents agents;
    private final Clock clock;

    AgentResync(
            ArrayReconcilers rooms,
            PeerListBuilder rosters,
            WorkOrders orders,
            ArrayKeys keys,
            ConnectedAgents agents,
            Clock clock) {
        this.reconcilers = rooms;
        this.peerLists = rosters;
        this.orders = orders;
        this.keys = keys;
        this.agents = agents;
        this.clock = clock;
    }

    void sendAll(
            ArraySnapshot array, MemberSnapshot seat, Assignment place, AgentMessage.Hello hello) {
        sendDeadline(seat, place);
        if (array.spec().idle().timeout() != null) {
            agents.send(place, array.spec().idle().message());
        }
        if (array.notViable()) {
            agents.send(place, new AgentMessage.BarrierFailed("the array was given up", ""));
            return;
        }
        agents.send(place, keys.of(array.id()));
        sendWork(array, seat, place, hello);
        IndexSet everybody = array.indexes(MemberSnapshot::reachable);
        if (array.peersGeneration() > 0
                && everybody.contains(seat.index())
                && PeerListHash.of(array, everybody).equals(array.publishedPeersHash())) {
            agents.send(
                    place, peerLists.build(array, array.peersGeneration(), everybody).message());
        }
        if (reconcilers.phaseOf(place.arrayId()) == Phase.RUN
                && array.spec().barrier()
                && PeerPolicy.allMembersHavePeers(array)) {
            agents.send(place, new AgentMessage.Go(WorkId.of(array.id(), seat)));
        }
    }

    void sendDeadline(MemberSnapshot seat, Assignment place) {
        Instant deadline = seat.lifecycle().deadline();
        Duration remaining = seat.lifecycle().ttlRemaining();
        if (deadline != null) {
            agents.send(
                    place,
                    new AgentMessage.Deadline(deadline.toString(), clock.instant().toString()));
        } else if (remaining != null && seat.desiredOff()) {
            agents.send(place, new AgentMessage.Pause(remaining.toSeconds()));
        }
    }

    /** What it still runs of an earlier attempt is over, whatever it thinks. */
    private void sendWork(
            ArraySnapshot array, MemberSnapshot seat, Assignment place, AgentMessage.Hello hello) {
        String current = WorkId.of(array.id(), seat);
        String held = hello.work();
        if (held != null && !held.equals(current)) {
            agents.send(place, halt(held));
        }
        if (seat.desiredOff()) {
            if (seat.lifecycle().desiredPower() == DesiredPower.STOPPED && seat.open()) {
                agents.send(place, halt(current));
            }
            return;
        }
        if (seat.open() && !array.spec().work().isEmpty() && !array.suspended()) {
            orders.send(array, seat, place);
        }
    }

    private static ToAgent halt(String work) {
        return new AgentMessage.Stop(work, (int) PowerPolicy.WORK_STOP_GRACE.toSeconds());
    }
}

package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.plan.PowerPolicy;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.arrays.snapshot.WorkId;
import io.jobarrays.server.instances.rows.Assignment;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BiPredicate;

/** Hands work to agents, lets it begin, ends it. */
@ApplicationScoped
class WorkActions {
    private final PeerListBuilder rosters;
    private final WorkOrders orders;
    private final ConnectedAgents agents;

    WorkActions(PeerListBuilder rosters, WorkOrders orders, ConnectedAgents agents) {
        this.rosters = rosters;
        this.orders = orders;
        this.agents = agents;
    }

    /** What still runs of an earlier attempt is ended first. */
    void sendWork(ArraySnapshot array, IndexSet members, ArrayReconciler room) {
        sendOnce(
                "work",
                array,
                members,
                room,
                (place, seat) -> {
                    stop(place, WorkId.of(array.id(), seat.index(), seat.attempt() - 1));
                    return orders.send(array, seat, place);
                });
    }

    void startWork(ArraySnapshot array, IndexSet members, ArrayReconciler room) {
        sendOnce(
                "go",
                array,
                members,
                room,
                (place, seat) ->
                        agents.send(place, new AgentMessage.Go(WorkId.of(array.id(), seat))));
    }

    void stopWork(ArraySnapshot array, IndexSet members, ArrayReconciler room) {
        sendOnce(
                "halt",
                array,
                members,
                room,
                (place, seat) -> stop(place, WorkId.of(array.id(), seat)));
    }

    private boolean stop(Assignment place, String work) {
        return agents.send(
                place, new AgentMessage.Stop(work, (int) PowerPolicy.WORK_STOP_GRACE.toSeconds()));
    }

    private void sendOnce(
            String what,
            ArraySnapshot array,
            IndexSet members,
            ArrayReconciler room,
            BiPredicate<Assignment, MemberSnapshot> deed) {
        for (MemberSnapshot seat : array.members()) {
            if (members.contains(seat.index())) {
                String key = what + " " + WorkId.of(array.id(), seat) + " ";
                rosters.assignment(array, seat)
                        .ifPresent(
                                place ->
                                        room.sendOnce(
                                                key + place.instanceId(),
                                                () -> deed.test(place, seat)));
            }
        }
    }
}

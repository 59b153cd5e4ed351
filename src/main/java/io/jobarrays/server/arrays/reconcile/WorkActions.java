package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.plan.PowerPolicy;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.arrays.snapshot.WorkId;
import io.jobarrays.server.instances.rows.Assignment;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BiPredicate;

/** Sends work to agents, starts it and stops it. */
@ApplicationScoped
class WorkActions {
    private final PeerListBuilder peerLists;
    private final WorkOrders orders;
    private final ConnectedAgents agents;

    WorkActions(PeerListBuilder peerLists, WorkOrders orders, ConnectedAgents agents) {
        this.peerLists = peerLists;
        this.orders = orders;
        this.agents = agents;
    }

    /** Sends the work; work of the earlier attempt that still runs is stopped first. */
    void sendWork(ArraySnapshot array, IndexSet members, ArrayReconciler reconciler) {
        sendOnce(
                "work",
                array,
                members,
                reconciler,
                (assignment, member) -> {
                    stop(assignment, WorkId.of(array.id(), member.index(), member.attempt() - 1));
                    return orders.send(array, member, assignment);
                });
    }

    void startWork(ArraySnapshot array, IndexSet members, ArrayReconciler reconciler) {
        sendOnce(
                "go",
                array,
                members,
                reconciler,
                (assignment, member) ->
                        agents.send(
                                assignment, new AgentMessage.Go(WorkId.of(array.id(), member))));
    }

    void stopWork(ArraySnapshot array, IndexSet members, ArrayReconciler reconciler) {
        sendOnce(
                "halt",
                array,
                members,
                reconciler,
                (assignment, member) -> stop(assignment, WorkId.of(array.id(), member)));
    }

    private boolean stop(Assignment assignment, String work) {
        return agents.send(
                assignment,
                new AgentMessage.Stop(work, (int) PowerPolicy.WORK_STOP_GRACE.toSeconds()));
    }

    private void sendOnce(
            String message,
            ArraySnapshot array,
            IndexSet members,
            ArrayReconciler reconciler,
            BiPredicate<Assignment, MemberSnapshot> send) {
        for (MemberSnapshot member : array.members()) {
            if (members.contains(member.index())) {
                String key = message + " " + WorkId.of(array.id(), member);
                peerLists
                        .assignment(array, member)
                        .ifPresent(
                                assignment ->
                                        reconciler.sendOnce(
                                                assignment.instanceId(),
                                                key,
                                                () -> send.test(assignment, member)));
            }
        }
    }
}

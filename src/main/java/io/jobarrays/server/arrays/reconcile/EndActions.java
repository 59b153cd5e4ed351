package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.owner.ArrayMeters;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.rows.ArrayCreation;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.snapshot.ArrayOutcome;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.arrays.spec.OnComplete;
import io.jobarrays.server.dns.DnsPublisher;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.jobarrays.server.notify.Notifications;
import io.jobarrays.server.notify.NotifyEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Actions that end an array or its work. Calls to AWS may lie between plan and action, in which a
 * verb has reopened the array: each is planned again in the change that carries it out.
 */
@ApplicationScoped
class EndActions {
    private final ArrayOwners owners;
    private final ConnectedAgents agents;
    private final PeerListBuilder peerLists;
    private final DnsPublisher dns;
    private final ArrayMeters meters;
    private final Notifications notifications;

    EndActions(
            ArrayOwners owners,
            ConnectedAgents agents,
            PeerListBuilder peerLists,
            DnsPublisher dns,
            ArrayMeters meters,
            Notifications notifications) {
        this.owners = owners;
        this.agents = agents;
        this.peerLists = peerLists;
        this.dns = dns;
        this.meters = meters;
        this.notifications = notifications;
    }

    void markNotViable(ArraySnapshot array) {
        Optional<Action.MarkNotViable> marked =
                owners.call(
                        array.id(),
                        it -> {
                            Optional<Action.MarkNotViable> now =
                                    PlannedNow.action(Action.MarkNotViable.class, array, it);
                            now.ifPresent(action -> markNotViable(array, it, action.reason()));
                            return now;
                        });
        marked.map(it -> new AgentMessage.BarrierFailed(it.reason(), it.missing().ranges()))
                .ifPresent(failed -> sendToAll(array, failed));
    }

    private static void markNotViable(ArraySnapshot array, OwnedArray owned, String reason) {
        owned.row().notViable(ArrayOutcome.NOT_VIABLE, reason);
        owned.event("not viable: " + reason);
        // Work that has ended and uploads its outputs ends with its own exit code.
        array.members().stream()
                .filter(member -> member.open() && !member.holdsOutputs())
                .map(member -> AttemptEnd.of(member, Plain.NOT_STARTED, reason))
                .forEach(end -> end.apply(owned));
    }

    private void sendToAll(ArraySnapshot array, AgentMessage.BarrierFailed failed) {
        for (MemberSnapshot member : array.members()) {
            peerLists
                    .assignment(array, member)
                    .ifPresent(assignment -> agents.send(assignment, failed));
        }
    }

    void scheduleCompletion(ArraySnapshot array) {
        change(
                Action.ScheduleCompletion.class,
                array,
                (it, now) -> it.row().scheduleCompletion(now.at()));
    }

    void takeTurns(ArraySnapshot array) {
        Failpoints.reach(Failpoint.TURNS_BEFORE_RECORD);
        change(
                Action.TakeTurns.class,
                array,
                (it, now) -> {
                    Instant deadline = ArrayCreation.ttlDeadline(array.spec(), it.now());
                    it.each(now.members(), member -> member.takeTurn(it.now(), deadline));
                });
    }

    void endRest(ArraySnapshot array) {
        change(Action.EndRest.class, array, (it, now) -> GroupFailure.endRest(it, now.cause()));
    }

    void complete(ArraySnapshot array) {
        Failpoints.reach(Failpoint.COMPLETION_BEFORE_ACTION);
        change(Action.Complete.class, array, (it, now) -> complete(it, now.action()));
    }

    private static void complete(OwnedArray array, OnComplete action) {
        switch (action) {
            case KEEP -> {}
            case TERMINATE -> array.row().drain();
            case STOP -> requestOff(array, DesiredPower.STOPPED);
            case HIBERNATE -> requestOff(array, DesiredPower.HIBERNATED);
        }
        array.row().completed();
        array.event("its work has ended: " + action.flagValue());
    }

    private static void requestOff(OwnedArray array, DesiredPower power) {
        array.members()
                .forEach(member -> member.power(it -> it.requestOffIfOn(power, array.now())));
    }

    /** Whether the array has ended, now or before. */
    boolean close(ArraySnapshot array) {
        dns.withdraw(array.id());
        Failpoints.reach(Failpoint.CLOSE_BEFORE_RECORD);
        return owners.call(
                array.id(),
                it -> {
                    if (it.row().endedAt == null
                            && PlannedNow.action(Action.CloseArray.class, array, it).isPresent()) {
                        it.row().ended(it.now());
                        it.event("ended, no instance runs");
                        it.afterCommit(() -> meters.ended(array, it.instances()));
                        it.afterCommit(() -> notifyOfMachines(array, it.row()));
                    }
                    return it.row().endedAt != null;
                });
    }

    /** Work notifies of its end itself. */
    private void notifyOfMachines(ArraySnapshot array, JobArray row) {
        if (array.spec().work().isEmpty()) {
            String name = row.stage == null ? row.name : row.stage;
            Optional.ofNullable(array.spec().notifications().target())
                    .or(notifications::defaultTarget)
                    .ifPresent(
                            target ->
                                    notifications.add(
                                            NotifyEvent.machinesEnded(
                                                    row.execution, row.stage, row.id, name),
                                            target));
        }
    }

    /** Carries out the action as it is planned now, in the change itself. */
    private <A extends Action> void change(
            Class<A> kind, ArraySnapshot planned, BiConsumer<OwnedArray, A> change) {
        owners.run(
                planned.id(),
                array ->
                        PlannedNow.action(kind, planned, array)
                                .ifPresent(it -> change.accept(array, it)));
    }
}

package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.rows.EventLog;
import io.jobarrays.server.arrays.rows.EventSignal;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArrayOutcome;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.arrays.spec.OnComplete;
import io.jobarrays.server.dns.DnsPublisher;
import io.jobarrays.server.instances.InstanceTerminator;
import io.jobarrays.server.instances.ec2.BulkResult;
import io.jobarrays.server.instances.watch.InstanceWatcher;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Makes happen what {@code ArrayPlan} decided; every deed may be repeated. */
@ApplicationScoped
class ActionExecutor {
    private final LaunchActions launch;
    private final PeerActions peers;
    private final WorkActions work;
    private final PowerActions power;
    private final AttemptActions attempts;
    private final InstanceTerminator terminator;
    private final InstanceWatcher watcher;
    private final ConnectedAgents agents;
    private final DnsPublisher names;
    private final PeerListBuilder peerLists;
    private final EventLog eventLog;
    private final EventSignal signal;
    private final Clock clock;

    ActionExecutor(
            LaunchActions launch,
            PeerActions peers,
            WorkActions work,
            PowerActions power,
            AttemptActions attempts,
            InstanceTerminator terminator,
            InstanceWatcher watcher,
            ConnectedAgents agents,
            DnsPublisher names,
            PeerListBuilder peerLists,
            EventLog eventLog,
            EventSignal signal,
            Clock clock) {
        this.launch = launch;
        this.peers = peers;
        this.work = work;
        this.power = power;
        this.attempts = attempts;
        this.terminator = terminator;
        this.watcher = watcher;
        this.agents = agents;
        this.names = names;
        this.peerLists = peerLists;
        this.eventLog = eventLog;
        this.signal = signal;
        this.clock = clock;
    }

    /** Whether the array is closed now. */
    boolean execute(Action action, ArraySnapshot array, ArrayReconciler reconciler)
            throws InterruptedException {
        switch (action) {
            case Action.Launch order -> launch.launch(order, array, reconciler);
            case Action.ResolveLaunchIntents settle -> launch.resolveIntents(array);
            case Action.EndAttempt end -> end(array, end);
            case Action.MarkNotViable giveUp -> giveUp(array, giveUp);
            case Action.PublishPeers publish -> peers.publish(array, publish);
            case Action.ResendPeers remind -> peers.resend(array, remind.members(), reconciler);
            case Action.WithdrawDnsNames withdraw -> peers.withdraw(array);
            case Action.SendWork handOut -> work.sendWork(array, handOut.members(), reconciler);
            case Action.StartWork go -> work.startWork(array, go.members(), reconciler);
            case Action.StopWork halt -> work.stopWork(array, halt.members(), reconciler);
            case Action.PauseDeadline pause ->
                    power.pauseDeadline(array, pause.members(), reconciler);
            case Action.StopInstances off -> power.stopInstances(array, off);
            case Action.StartInstances on -> power.startInstances(array, on.members(), reconciler);
            case Action.RecordStarted started -> power.recordStarted(array, started.members());
            case Action.RecordExternalStop found ->
                    power.recordExternalStop(array, found.members());
            case Action.ScheduleCompletion due -> update(array, row -> row.completeAt = due.at());
            case Action.Complete complete -> complete(array, complete.action());
            case Action.TerminateInstances terminate -> terminate(array, terminate, reconciler);
            case Action.SetState show -> show(array, show.state());
            case Action.CloseArray close -> {
                close(array);
                return true;
            }
        }
        return false;
    }

    private void end(ArraySnapshot array, Action.EndAttempt end) {
        array.members().stream()
                .filter(
                        member ->
                                member.index() == end.index() && member.attempt() == end.attempt())
                .forEach(member -> attempts.end(array, member, end.exit(), end.reason()));
    }

    private void giveUp(ArraySnapshot array, Action.MarkNotViable giveUp) {
        update(
                array,
                row -> {
                    row.outcome = ArrayOutcome.NOT_VIABLE;
                    row.reason = giveUp.reason();
                });
        eventLog.record(array.id(), "gives up: " + giveUp.reason());
        AgentMessage.BarrierFailed failed =
                new AgentMessage.BarrierFailed(giveUp.reason(), giveUp.missing().ranges());
        for (MemberSnapshot member : array.members()) {
            if (member.open()) {
                attempts.end(array, member, Plain.NOT_STARTED, giveUp.reason());
            }
            peerLists
                    .assignment(array, member)
                    .ifPresent(assignment -> agents.send(assignment, failed));
        }
    }

    private void complete(ArraySnapshot array, OnComplete what) {
        switch (what) {
            case KEEP -> {}
            case TERMINATE -> update(array, row -> row.draining = true);
            case STOP -> off(array, DesiredPower.STOPPED);
            case HIBERNATE -> off(array, DesiredPower.HIBERNATED);
        }
        update(array, row -> row.completed = true);
        eventLog.record(array.id(), "its work has ended: " + what.flagValue());
    }

    private void off(ArraySnapshot array, DesiredPower wanted) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Member.update(
                                        "power = ?1, powerAt = ?2, paused = false, halted = false"
                                                + " where arrayId = ?3 and power in (RUNNING, STARTING)",
                                        wanted,
                                        clock.instant(),
                                        array.id()));
    }

    private void terminate(
            ArraySnapshot array, Action.TerminateInstances terminate, ArrayReconciler reconciler) {
        boolean all = array.liveInstanceIds().size() == terminate.instanceIds().size();
        if (array.dnsLabel() != null && all) {
            names.withdraw(array.id());
        }
        BulkResult result = terminator.terminate(terminate.instanceIds());
        watcher.pollSoon();
        if (!result.done().isEmpty()) {
            eventLog.record(array.id(), "%d machines are ending".formatted(result.done().size()));
        }
        for (String why : new TreeSet<>(result.refused().values())) {
            if (reconciler.alreadySent.add("terminate " + why)) {
                eventLog.record(array.id(), "will try again: " + why);
            }
        }
    }

    private void show(ArraySnapshot array, ArrayState state) {
        if (array.state() != state) {
            update(array, row -> row.state = state);
            signal.fire(null, array.id());
        }
    }

    private void close(ArraySnapshot array) {
        names.withdraw(array.id());
        update(
                array,
                row -> {
                    row.state = ArrayState.ENDED;
                    row.endedAt = clock.instant();
                });
        eventLog.record(array.id(), "ended, no machine is left");
    }

    private static void update(ArraySnapshot array, Consumer<JobArray> change) {
        QuarkusTransaction.requiringNew().run(() -> change.accept(JobArray.findById(array.id())));
    }
}

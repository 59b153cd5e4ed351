package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.plan.ArrayPlan;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.dns.DnsPublisher;
import io.jobarrays.server.instances.InstanceStatusChecks;
import io.jobarrays.server.instances.InstanceTerminator;
import io.jobarrays.server.instances.ec2.BulkResult;
import io.jobarrays.server.instances.watch.InstanceWatcher;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Executor of the actions that {@link ArrayPlan} decided. */
@ApplicationScoped
class ActionExecutor {
    private final LaunchActions launch;
    private final PeerActions peers;
    private final WorkActions work;
    private final PowerActions power;
    private final AttemptActions attempts;
    private final TagActions tags;
    private final EndActions ends;
    private final MachineHandover handover;
    private final ArrayWarnings warnings;
    private final InstanceTerminator terminator;
    private final InstanceStatusChecks statusChecks;
    private final InstanceWatcher watcher;
    private final DnsPublisher dns;
    private final ArrayOwners owners;

    ActionExecutor(
            LaunchActions launch,
            PeerActions peers,
            WorkActions work,
            PowerActions power,
            AttemptActions attempts,
            TagActions tags,
            EndActions ends,
            MachineHandover handover,
            ArrayWarnings warnings,
            InstanceTerminator terminator,
            InstanceStatusChecks statusChecks,
            InstanceWatcher watcher,
            DnsPublisher dns,
            ArrayOwners owners) {
        this.launch = launch;
        this.peers = peers;
        this.work = work;
        this.power = power;
        this.attempts = attempts;
        this.tags = tags;
        this.ends = ends;
        this.handover = handover;
        this.warnings = warnings;
        this.terminator = terminator;
        this.statusChecks = statusChecks;
        this.watcher = watcher;
        this.dns = dns;
        this.owners = owners;
    }

    /** The array has no launch call to make. */
    void leaveLaunchQueue(ArraySnapshot array, ArrayReconciler reconciler) {
        launch.leaveQueue(array, reconciler);
    }

    /** Notifies of what the user should know before it happens. */
    void warn(ArraySnapshot array, ArrayReconciler reconciler) {
        warnings.check(array, reconciler);
    }

    /** True when the action has closed the array. */
    boolean execute(Action action, ArraySnapshot array, ArrayReconciler reconciler)
            throws InterruptedException {
        switch (action) {
            case Action.Launch a -> launch.launch(a, array, reconciler);
            case Action.ResolveLaunchIntents a -> launch.settle(array, reconciler);
            case Action.ReleaseIncomplete a -> launch.releaseIncomplete(array, a.held());
            case Action.ClearLaunchError a -> change(array, it -> it.row().clearLaunchError());
            case Action.EndAttempt a -> attempts.end(array, a);
            case Action.TakeMachines a -> handover.takeMachines(array);
            case Action.ReuseMachines a -> handover.reuseMachines(array);
            case Action.TakeTurns a -> ends.takeTurns(array);
            case Action.EndRest a -> {
                ends.endRest(array);
                reconciler.wake();
            }
            case Action.RecordLostOutputs a -> recordLostOutputs(array, a);
            case Action.CheckInstances a -> checkInstances(a);
            case Action.MarkNotViable a -> ends.markNotViable(array);
            case Action.PublishPeers a -> peers.publish(array, a, reconciler);
            case Action.ResendPeers a -> peers.resend(array, a.members(), reconciler);
            case Action.WithdrawDnsNames a -> peers.withdraw(array);
            case Action.SendWork a -> work.sendWork(array, a.members(), reconciler);
            case Action.StartWork a -> work.startWork(array, a.members(), reconciler);
            case Action.StopWork a -> work.stopWork(array, a.members(), reconciler);
            case Action.PauseDeadline a -> power.pauseDeadline(array, a.members(), reconciler);
            case Action.StopInstances a -> power.stopInstances(array, a, reconciler);
            case Action.StartInstances a -> power.startInstances(array, a.members(), reconciler);
            case Action.RecordStarted a -> power.recordStarted(array, a.members());
            case Action.RecordExternalStop a -> power.recordExternalStop(array, a.members());
            case Action.ScheduleCompletion a -> ends.scheduleCompletion(array);
            case Action.Complete a -> {
                ends.complete(array);
                // What follows from it is planned at once.
                reconciler.wake();
            }
            case Action.TerminateInstances a -> terminate(array, a, reconciler);
            case Action.WriteTags a -> tags.write(array, a);
            case Action.SetState a -> setState(array, a.state());
            case Action.CloseArray a -> {
                return ends.close(array);
            }
        }
        return false;
    }

    private void change(ArraySnapshot array, Consumer<OwnedArray> change) {
        owners.run(array.id(), change);
    }

    private void recordLostOutputs(ArraySnapshot array, Action.RecordLostOutputs lost) {
        change(
                array,
                it -> {
                    it.member(lost.index()).outputsLost(lost.attempt());
                    it.event(lost.index(), lost.text());
                });
    }

    /** The watcher sees an instance that has ended meanwhile, with EC2's reason. */
    private void checkInstances(Action.CheckInstances check) {
        statusChecks.ask(check.silentSince());
        watcher.pollSoon();
    }

    private void terminate(
            ArraySnapshot array, Action.TerminateInstances terminate, ArrayReconciler reconciler) {
        List<String> due = reconciler.terminationBackoff.due(terminate.instanceIds());
        if (due.isEmpty()) {
            return;
        }
        boolean all = array.liveInstanceIds().size() == terminate.instanceIds().size();
        if (array.dnsLabel() != null && all) {
            dns.withdraw(array.id());
        }
        BulkResult result = terminator.terminate(array.id(), due);
        reconciler.terminationBackoff.record(result);
        watcher.pollSoon();
        List<String> reasons =
                new TreeSet<>(result.refused().values())
                        .stream()
                                .filter(reason -> reconciler.isFirst("terminate " + reason))
                                .toList();
        change(
                array,
                it -> {
                    if (!result.done().isEmpty()) {
                        it.event(shuttingDown(result.done().size()));
                    }
                    reasons.forEach(reason -> it.event("terminate is retried: " + reason));
                });
    }

    private static String shuttingDown(int count) {
        return count == 1
                ? "1 instance is shutting down"
                : "%d instances are shutting down".formatted(count);
    }

    private void setState(ArraySnapshot array, ArrayState state) {
        if (array.state() != state) {
            change(
                    array,
                    it -> {
                        it.row().setState(state);
                        it.signal();
                    });
        }
    }
}

package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.owner.ArrayMeters;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.EventLog;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.plan.CapacityPolicy;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.aws.AwsErrorCodes;
import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.instances.launch.CapacityMemory;
import io.jobarrays.server.instances.launch.InstanceLauncher;
import io.jobarrays.server.instances.launch.LaunchResult;
import io.jobarrays.server.instances.launch.LaunchSettlement;
import io.jobarrays.server.instances.launch.SettledLaunch;
import io.jobarrays.server.instances.rows.LaunchPool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Launches instances of an array and records the result. */
@ApplicationScoped
class LaunchActions {
    private final LaunchAdmission admission;
    private final LaunchOrders orders;
    private final InstanceLauncher launcher;
    private final LaunchSettlement settlement;
    private final CapacityMemory capacity;
    private final AttemptActions attempts;
    private final EventLog eventLog;
    private final ArrayOwners owners;
    private final ArrayMeters meters;

    LaunchActions(
            LaunchAdmission admission,
            LaunchOrders orders,
            InstanceLauncher launcher,
            LaunchSettlement settlement,
            CapacityMemory capacity,
            AttemptActions attempts,
            EventLog eventLog,
            ArrayOwners owners,
            ArrayMeters meters) {
        this.admission = admission;
        this.orders = orders;
        this.launcher = launcher;
        this.settlement = settlement;
        this.capacity = capacity;
        this.attempts = attempts;
        this.eventLog = eventLog;
        this.owners = owners;
        this.meters = meters;
    }

    /** Makes the next call of the launch when EC2's launch rate admits it. */
    void launch(Action.Launch launch, ArraySnapshot array, ArrayReconciler reconciler) {
        CapacityPolicy.Choice choice = CapacityPolicy.of(array, capacity.exhaustedUntil());
        IndexSet indexes = admission.nextCall(launch, choice.share());
        if (!admission.admit(launch, indexes, array, reconciler)) {
            return;
        }
        recordReplacements(indexes, array);
        LaunchResult result = launcher.launch(orders.of(launch, indexes, choice.pool(), array));
        admission.giveBack(indexes.size() - result.most(indexes.size()));
        if (result.throttled()) {
            admission.withdraw(array, indexes);
        } else if (!(result instanceof LaunchResult.Launched)) {
            admission.admitAll(array);
        }
        if (!triesNextPool(result, indexes, choice.pool(), array)) {
            record(result, indexes, array, reconciler);
        }
        // The next call of the array is planned at once.
        reconciler.wake();
    }

    /** Instances that ended before their agents enrolled are replaced within the attempt. */
    private void recordReplacements(IndexSet indexes, ArraySnapshot array) {
        for (MemberSnapshot member : array.members()) {
            MemberSnapshot.MemberInstance ended = member.instance();
            if (indexes.contains(member.index())
                    && ended != null
                    && !member.instanceHasEarlierAttempt()) {
                eventLog.record(
                        array.id(),
                        member.index(),
                        "instance %s is %s before its agent enrolled%s; another one is launched"
                                .formatted(
                                        ended.instanceId(),
                                        ended.state().word(),
                                        ended.reason() == null ? "" : " (" + ended.reason() + ")"));
            }
        }
    }

    /** Remembers the pool without capacity; true when another one is tried at once. */
    private boolean triesNextPool(
            LaunchResult result, IndexSet indexes, LaunchPool pool, ArraySnapshot array) {
        if (!lacksCapacity(result, indexes, array)) {
            if (result instanceof LaunchResult.Launched) {
                capacity.launched(pool);
            }
            return false;
        }
        capacity.refused(pool);
        CapacityPolicy.Choice next = CapacityPolicy.of(array, capacity.exhaustedUntil());
        if (next.exhausted() || result instanceof LaunchResult.Launched) {
            return false;
        }
        eventLog.record(
                array.id(),
                "no capacity for %s; %s is tried".formatted(pool.text(), next.pool().text()));
        return true;
    }

    /** Also when the zone does not support the type, and there are others. */
    private static boolean lacksCapacity(
            LaunchResult result, IndexSet indexes, ArraySnapshot array) {
        return switch (result) {
            case LaunchResult.Launched launched -> launched.indexes().size() < indexes.size();
            case LaunchResult.NotNow notNow ->
                    AwsErrorCodes.kind(notNow.code()) == AwsFailure.Kind.CAPACITY;
            case LaunchResult.Never never ->
                    array.spec().pools().size() > 1
                            && never.code().equals(AwsErrorCodes.UNSUPPORTED);
            case LaunchResult.Unknown unknown -> false;
        };
    }

    /** Looks up calls of unknown outcome; they are repeated only for members without instance. */
    void settle(ArraySnapshot array, ArrayReconciler reconciler) {
        if (!reconciler.settlementBackoff.isOver()) {
            return;
        }
        boolean ends = array.draining() || array.notViable();
        IndexSet wanted = array.indexes(member -> !ends && member.needsLaunch());
        for (SettledLaunch settled : settlement.settle(array.id(), wanted)) {
            record(settled.result(), settled.indexes(), array, reconciler);
        }
    }

    /** All open members begin the next attempt together, with the time to wait that they have. */
    void releaseIncomplete(ArraySnapshot array, IndexSet held) {
        List<String> released = array.memberInstanceIds(member -> held.contains(member.index()));
        owners.run(
                array.id(),
                it -> {
                    it.each(array.indexes(MemberSnapshot::open), Member::launchAgain);
                    it.instances().each(released, one -> one.requestEnd(it.now()));
                    it.event("%s are released until all can be launched".formatted(held));
                });
    }

    void leaveQueue(ArraySnapshot array, ArrayReconciler reconciler) {
        admission.leave(array, reconciler);
    }

    private void record(
            LaunchResult result,
            IndexSet indexes,
            ArraySnapshot array,
            ArrayReconciler reconciler) {
        switch (result) {
            case LaunchResult.Launched launched -> launched(launched, indexes, array, reconciler);
            case LaunchResult.Unknown unknown -> unknown(unknown, array, reconciler);
            case LaunchResult.NotNow notNow -> notNow(notNow, array, reconciler);
            case LaunchResult.Never never -> never(never, indexes, array);
        }
    }

    private void launched(
            LaunchResult.Launched launched,
            IndexSet asked,
            ArraySnapshot array,
            ArrayReconciler reconciler) {
        IndexSet indexes = IndexSet.of(launched.indexes());
        meters.launched(array, indexes);
        reconciler.settlementBackoff.succeeded();
        if (indexes.equals(asked)) {
            reconciler.launchBackoff.succeeded();
            eventLog.record(array.id(), "launched " + indexes);
        } else {
            eventLog.record(
                    array.id(), "launched %s of %s, the rest is retried".formatted(indexes, asked));
            retryLater(
                    AwsErrorCodes.INSUFFICIENT_INSTANCE_CAPACITY,
                    "EC2 had capacity for %d of %d instances"
                            .formatted(indexes.size(), asked.size()),
                    array,
                    reconciler);
        }
    }

    private void unknown(
            LaunchResult.Unknown unknown, ArraySnapshot array, ArrayReconciler reconciler) {
        reconciler.settlementBackoff.failed();
        boolean first = reconciler.isFirst("launch " + unknown.code());
        owners.run(
                array.id(),
                it -> {
                    it.row()
                            .launchFailed(
                                    unknown.code(),
                                    unknown.sentence(),
                                    reconciler.settlementBackoff.until());
                    if (first) {
                        it.event("it is not known what was launched: " + unknown.sentence());
                    }
                });
    }

    private void notNow(
            LaunchResult.NotNow notNow, ArraySnapshot array, ArrayReconciler reconciler) {
        retryLater(notNow.code(), notNow.sentence(), array, reconciler);
        if (reconciler.isFirst("launch " + notNow.code())) {
            eventLog.record(array.id(), "not launched yet: " + notNow.sentence());
        }
    }

    private void retryLater(
            String code, String sentence, ArraySnapshot array, ArrayReconciler reconciler) {
        reconciler.launchBackoff.failed();
        owners.run(
                array.id(),
                it -> it.row().launchFailed(code, sentence, reconciler.launchBackoff.until()));
    }

    private void never(LaunchResult.Never never, IndexSet indexes, ArraySnapshot array) {
        owners.run(
                array.id(),
                it -> {
                    it.row().launchFailed(never.code(), never.sentence(), null);
                    it.event("not launched: " + never.sentence());
                });
        ExitReason exit = new ExitReason.LaunchFailed(never.code());
        attempts.end(
                array,
                array.members().stream()
                        .filter(member -> indexes.contains(member.index()) && member.open())
                        .map(member -> AttemptEnd.of(member, exit, never.sentence()))
                        .toList());
    }
}

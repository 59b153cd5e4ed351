package io.jobarrays.server.arrays.plan;

import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.spec.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Plan of the next actions for an array: a pure function of a snapshot and the time. */
public final class ArrayPlan {
    private final ArraySnapshot array;
    private final Instant now;
    private final List<Action> actions = new ArrayList<>();

    private ArrayPlan(ArraySnapshot array, Instant now) {
        this.array = array;
        this.now = now;
    }

    public static List<Action> of(ArraySnapshot array, Instant now) {
        return new ArrayPlan(array, now).decide();
    }

    private List<Action> decide() {
        if (array.hasOpenLaunchIntent()) {
            actions.add(new Action.ResolveLaunchIntents());
        }
        actions.addAll(LossPolicy.of(array, now));
        actions.addAll(OutputPolicy.losses(array, now));
        if (array.draining() || array.notViable()) {
            if (array.awaitsMachines()) {
                // Some may be its own by their rows: they are terminated once it has them.
                actions.add(new Action.TakeMachines());
                return actions;
            }
            drain();
            return actions;
        }
        actions.addAll(SuccessPolicy.of(array));
        actions.addAll(WorkStopPolicy.of(array));
        actions.addAll(SilencePolicy.of(array, now));
        actions.addAll(TerminationPolicy.of(array, now));
        actions.addAll(PowerPolicy.of(array, now));
        actions.addAll(LaunchPolicy.obsoleteError(array));
        actions.addAll(TagPolicy.of(array, now));
        planPhase();
        actions.addAll(CompletionPolicy.of(array, now));
        if (hasNoFurtherBatchJob() && hasNoInstances()) {
            actions.add(new Action.CloseArray());
        }
        return actions;
    }

    private void planPhase() {
        switch (PlanPhase.of(array)) {
            case LAUNCHING -> {
                if (array.awaitsMachines()) {
                    actions.add(new Action.TakeMachines());
                    return;
                }
                actions.addAll(LaunchPolicy.of(array, now));
                actions.addAll(releasedWork());
            }
            case PUBLISHING -> {
                actions.addAll(LaunchPolicy.of(array, now));
                actions.addAll(releasedWork());
                actions.addAll(PeerPolicy.overdue(array, now));
                actions.addAll(PeerPolicy.firstPeers(array, now));
            }
            case RUNNING -> {
                actions.addAll(ConcurrencyPolicy.of(array));
                actions.addAll(LaunchPolicy.of(array, now));
                actions.addAll(PeerPolicy.laterPeers(array, now));
                actions.addAll(PeerPolicy.overdue(array, now));
                actions.addAll(RunPolicy.of(array, now));
            }
            case DEADLINES_ONLY -> {}
        }
    }

    /** Work without a barrier that waited for other stages does not wait for its own members. */
    private List<Action> releasedWork() {
        return array.spec().barrier() || array.spec().after().isEmpty()
                ? List.of()
                : RunPolicy.sends(array, now);
    }

    private void drain() {
        List<String> terminable = OutputPolicy.terminable(array, now);
        if (!terminable.isEmpty()) {
            actions.add(new Action.TerminateInstances(terminable));
            actions.add(new Action.SetState(ArrayState.DRAINING));
        } else if (hasNoInstances() && mayClose()) {
            actions.add(new Action.CloseArray());
        }
    }

    /** A stage is closed in its phase RELEASE, before its execution has ended. */
    private boolean mayClose() {
        return array.batchJobEnded()
                || array.suspended()
                || (array.phase() == Phase.RELEASE && array.completed());
    }

    /** Neither its batch job nor one restarted after a stop will run it. */
    private boolean hasNoFurtherBatchJob() {
        return array.batchJobEnded() || (array.suspended() && !array.hasOpenWork());
    }

    private boolean hasNoInstances() {
        boolean launches = !array.draining() && array.any(MemberSnapshot::needsLaunch);
        return array.liveInstanceIds().isEmpty() && !array.hasOpenLaunchIntent() && !launches;
    }
}

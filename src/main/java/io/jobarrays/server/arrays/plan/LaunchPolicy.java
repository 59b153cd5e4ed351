package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.instances.launch.InstanceLauncher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who needs a machine gets one; who has not come when patience ends does not come. */
final class LaunchPolicy {
    private final ArraySnapshot array;
    private final Instant now;
    private final List<Action> actions = new ArrayList<>();

    /** Machines of one call share their user data, and with it attempt and deadline. */
    private record CallKey(int attempt, @Nullable Instant deadline) {}

    private LaunchPolicy(ArraySnapshot array, Instant now) {
        this.array = array;
        this.now = now;
    }

    /** Before the first peers: too few in the end give the array up. */
    static List<Action> beforeFirstPeers(ArraySnapshot array, Instant now) {
        LaunchPolicy policy = new LaunchPolicy(array, now);
        policy.launch();
        policy.endOverdueAttempts();
        policy.markNotViableIfTooFew();
        return policy.actions;
    }

    /** Afterwards: for those who run again, were replaced, or joined. */
    static List<Action> afterFirstPeers(ArraySnapshot array, Instant now) {
        LaunchPolicy policy = new LaunchPolicy(array, now);
        policy.launch();
        policy.endOverdueAttempts();
        return policy.actions;
    }

    private void launch() {
        if (array.hasOpenLaunchIntent() || now.isBefore(array.launchBackoffUntil())) {
            return;
        }
        Map<CallKey, List<Integer>> kinds = new LinkedHashMap<>();
        array.members().stream()
                .filter(seat -> seat.needsLaunch() && now.isBefore(array.enrolDeadline(seat)))
                .filter(seat -> !seat.lifecycle().deadlinePassed(now))
                .sorted(Comparator.comparingInt(MemberSnapshot::attempt))
                .forEach(
                        seat ->
                                kinds.computeIfAbsent(
                                                new CallKey(
                                                        seat.attempt(),
                                                        seat.lifecycle().deadline()),
                                                kind -> new ArrayList<>())
                                        .add(seat.index()));
        kinds.forEach((kind, indexes) -> launch(kind.attempt(), indexes));
    }

    private void launch(int attempt, List<Integer> indexes) {
        for (int from = 0; from < indexes.size(); from += InstanceLauncher.MAX_INSTANCES_PER_CALL) {
            int to = Math.min(indexes.size(), from + InstanceLauncher.MAX_INSTANCES_PER_CALL);
            actions.add(
                    new Action.Launch(
                            IndexSet.of(indexes.subList(from, to)),
                            attempt,
                            array.spec().barrier()));
        }
    }

    private void endOverdueAttempts() {
        for (MemberSnapshot seat : array.members()) {
            boolean waits = seat.open() && !seat.desiredOff() && !hasEnrolled(seat);
            if (waits && seat.needsLaunch() && seat.lifecycle().deadlinePassed(now)) {
                actions.add(
                        new Action.EndAttempt(
                                seat.index(),
                                seat.attempt(),
                                Plain.TTL_EXPIRED,
                                "its deadline passed before it had a machine"));
            } else if (waits && !now.isBefore(array.enrolDeadline(seat))) {
                actions.add(
                        new Action.EndAttempt(
                                seat.index(),
                                seat.attempt(),
                                overdueExit(seat),
                                overdueReason(seat)));
            }
        }
    }

    /** A machine of an earlier attempt that is still here has come as well. */
    private static boolean hasEnrolled(MemberSnapshot seat) {
        return seat.enrolled() && !seat.needsLaunch();
    }

    private ExitReason overdueExit(MemberSnapshot seat) {
        String code = seat.hasLiveInstance() ? "BarrierTimeout" : array.launchErrorCode();
        return new ExitReason.LaunchFailed(code == null ? "BarrierTimeout" : code);
    }

    private String overdueReason(MemberSnapshot seat) {
        if (seat.instance() != null && seat.hasLiveInstance()) {
            return "instance %s is %s but its agent did not come within %s"
                    .formatted(
                            seat.instance().instanceId(),
                            seat.instance().state().word(),
                            Durations.format(array.spec().barrierTimeout()));
        }
        return array.launchErrorReason() == null
                ? "not launched in time"
                : array.launchErrorReason();
    }

    private void markNotViableIfTooFew() {
        switch (Barrier.of(array)) {
            case Barrier.Failed failed -> {
                String reason =
                        "%d of %d came, %s did not"
                                .formatted(
                                        array.size() - failed.missing().size(),
                                        array.size(),
                                        failed.missing());
                actions.add(new Action.MarkNotViable(failed.missing(), reason));
            }
            case Barrier.Open open -> {}
            case Barrier.Closed closed -> {}
        }
    }
}

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
    private record Kind(int attempt, @Nullable Instant deadline) {}

    private LaunchPolicy(ArraySnapshot array, Instant now) {
        this.array = array;
        this.now = now;
    }

    /** Before the first peers: too few in the end give the array up. */
    static List<Action> launching(ArraySnapshot array, Instant now) {
        LaunchPolicy policy = new LaunchPolicy(array, now);
        policy.launch();
        policy.endTheLate();
        policy.giveUpIfHopeless();
        return policy.actions;
    }

    /** Afterwards: for those who run again, were replaced, or joined. */
    static List<Action> late(ArraySnapshot array, Instant now) {
        LaunchPolicy policy = new LaunchPolicy(array, now);
        policy.launch();
        policy.endTheLate();
        return policy.actions;
    }

    private void launch() {
        if (array.unsettled() || now.isBefore(array.launchPause())) {
            return;
        }
        Map<Kind, List<Integer>> kinds = new LinkedHashMap<>();
        array.seats().stream()
                .filter(seat -> seat.unlaunched() && now.isBefore(array.patienceEnds(seat)))
                .filter(seat -> !seat.standing().expired(now))
                .sorted(Comparator.comparingInt(MemberSnapshot::attempt))
                .forEach(
                        seat ->
                                kinds.computeIfAbsent(
                                                new Kind(
                                                        seat.attempt(), seat.standing().deadline()),
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

    private void endTheLate() {
        for (MemberSnapshot seat : array.seats()) {
            boolean waits = seat.open() && !seat.off() && !hasCome(seat);
            if (waits && seat.unlaunched() && seat.standing().expired(now)) {
                actions.add(
                        new Action.End(
                                seat.index(),
                                seat.attempt(),
                                Plain.TTL_EXPIRED,
                                "its deadline passed before it had a machine"));
            } else if (waits && !now.isBefore(array.patienceEnds(seat))) {
                actions.add(
                        new Action.End(seat.index(), seat.attempt(), lateness(seat), why(seat)));
            }
        }
    }

    /** A machine of an earlier attempt that is still here has come as well. */
    private static boolean hasCome(MemberSnapshot seat) {
        return seat.arrived() && !seat.unlaunched();
    }

    private ExitReason lateness(MemberSnapshot seat) {
        String code = seat.manned() ? "BarrierTimeout" : array.launchCode();
        return new ExitReason.LaunchFailed(code == null ? "BarrierTimeout" : code);
    }

    private String why(MemberSnapshot seat) {
        if (seat.instance() != null && seat.manned()) {
            return "instance %s is %s but its agent did not come within %s"
                    .formatted(
                            seat.instance().instanceId(),
                            seat.instance().state().word(),
                            Durations.format(array.spec().barrierTimeout()));
        }
        return array.launchReason() == null ? "not launched in time" : array.launchReason();
    }

    private void giveUpIfHopeless() {
        switch (Barrier.of(array)) {
            case Barrier.Failed failed -> {
                String reason =
                        "%d of %d came, %s did not"
                                .formatted(
                                        array.size() - failed.missing().size(),
                                        array.size(),
                                        failed.missing());
                actions.add(new Action.GiveUp(failed.missing(), reason));
            }
            case Barrier.Open open -> {}
            case Barrier.Closed closed -> {}
        }
    }
}

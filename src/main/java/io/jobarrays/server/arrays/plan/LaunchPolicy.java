package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.instances.launch.LaunchOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Policy that launches members without instance, ends attempts past their enrol deadline and gives
 * the array up when too few members are left.
 */
final class LaunchPolicy {
    private final ArraySnapshot array;
    private final Instant now;
    private final List<Action> actions = new ArrayList<>();

    /** Members whose last attempt ends now. */
    private final Set<Integer> overdue = new HashSet<>();

    /** Instances of one call share their user data, which holds attempt and deadline. */
    private record CallKey(int attempt, @Nullable Instant deadline) {}

    private LaunchPolicy(ArraySnapshot array, Instant now) {
        this.array = array;
        this.now = now;
    }

    static List<Action> of(ArraySnapshot array, Instant now) {
        LaunchPolicy policy = new LaunchPolicy(array, now);
        policy.launch();
        policy.endOverdueAttempts();
        policy.markNotViableIfTooFew();
        return policy.actions;
    }

    /** A launch error stands until every member was launched. */
    static List<Action> obsoleteError(ArraySnapshot array) {
        boolean holds = array.any(member -> member.needsLaunch() || member.launchFailed());
        return array.launchErrorCode() == null || holds
                ? List.of()
                : List.of(new Action.ClearLaunchError());
    }

    private void launch() {
        if (array.hasOpenLaunchIntent() || now.isBefore(array.launchBackoffUntil())) {
            return;
        }
        Map<CallKey, List<Integer>> calls = new LinkedHashMap<>();
        array.members().stream()
                .filter(member -> member.needsLaunch() && now.isBefore(array.enrolDeadline(member)))
                .filter(member -> !member.lifecycle().deadlinePassed(now))
                .sorted(Comparator.comparingInt(MemberSnapshot::attempt))
                .forEach(
                        member ->
                                calls.computeIfAbsent(callKey(member), key -> new ArrayList<>())
                                        .add(member.index()));
        calls.forEach((key, indexes) -> launch(key.attempt(), indexes));
    }

    private static CallKey callKey(MemberSnapshot member) {
        return new CallKey(member.attempt(), member.lifecycle().deadline());
    }

    private void launch(int attempt, List<Integer> indexes) {
        for (int from = 0; from < indexes.size(); from += LaunchOrder.MAX_INSTANCES) {
            int to = Math.min(indexes.size(), from + LaunchOrder.MAX_INSTANCES);
            actions.add(
                    new Action.Launch(
                            IndexSet.of(indexes.subList(from, to)),
                            attempt,
                            array.spec().barrier()));
        }
    }

    private void endOverdueAttempts() {
        for (MemberSnapshot member : array.members()) {
            boolean waits =
                    member.open() && !member.desiredOff() && !member.instanceEnrolledForAttempt();
            if (waits && member.needsLaunch() && member.lifecycle().deadlinePassed(now)) {
                end(member, Plain.TTL_EXPIRED, "its deadline passed before it was launched");
            } else if (waits && !now.isBefore(array.enrolDeadline(member))) {
                end(member, overdueExit(member), overdueReason(member));
            }
        }
    }

    private void end(MemberSnapshot member, ExitReason exit, String reason) {
        if (RetryPolicy.of(array, member, exit) == RetryPolicy.NO) {
            overdue.add(member.index());
        }
        actions.add(new Action.EndAttempt(member.index(), member.attempt(), exit, reason));
    }

    private ExitReason overdueExit(MemberSnapshot member) {
        String code = member.hasLiveInstance() ? "BarrierTimeout" : array.launchErrorCode();
        return new ExitReason.LaunchFailed(code == null ? "BarrierTimeout" : code);
    }

    private String overdueReason(MemberSnapshot member) {
        if (member.instance() != null && member.hasLiveInstance()) {
            return "instance %s is %s but its agent did not enrol within %s"
                    .formatted(
                            member.instance().instanceId(),
                            member.instance().state().word(),
                            Durations.format(array.spec().barrierTimeout()));
        }
        return array.launchErrorReason() == null
                ? "not launched in time"
                : array.launchErrorReason();
    }

    private void markNotViableIfTooFew() {
        switch (Barrier.of(array, overdue)) {
            case Barrier.Failed failed -> {
                String reason =
                        "%d of %d members enrolled, %s did not"
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

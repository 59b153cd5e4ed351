package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.aws.AwsErrorCodes;
import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.instances.launch.LaunchOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Policy that launches members without instance, ends attempts past their enrol deadline and gives
 * the array up when too few members are left.
 */
final class LaunchPolicy {
    private final ArraySnapshot array;
    private final Instant now;
    private final Instant queueDeadline;
    private final List<Action> actions = new ArrayList<>();

    /** Members whose last attempt ends now. */
    private final Set<Integer> overdue = new HashSet<>();

    /** Instances of one call share their user data, which holds attempt and deadline. */
    private record CallKey(int attempt, @Nullable Instant deadline) {}

    private LaunchPolicy(ArraySnapshot array, Instant now) {
        this.array = array;
        this.now = now;
        this.queueDeadline = queueDeadline(array);
    }

    static List<Action> of(ArraySnapshot array, Instant now) {
        LaunchPolicy policy = new LaunchPolicy(array, now);
        policy.releaseIncomplete();
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

    /** A coupled array holds nothing that it cannot complete: others may need the capacity. */
    private void releaseIncomplete() {
        boolean severalCalls =
                array.spec().barrier() && array.memberCount() > LaunchOrder.MAX_COUPLED_INSTANCES;
        if (severalCalls && array.peersGeneration() == 0 && lacksCapacity()) {
            IndexSet held = array.indexes(LaunchPolicy::holdsInstanceOfAttempt);
            if (!held.isEmpty()) {
                actions.add(new Action.ReleaseIncomplete(held));
            }
        }
    }

    private boolean lacksCapacity() {
        String code = array.launchErrorCode();
        return code != null
                && AwsErrorCodes.kind(code) == AwsFailure.Kind.CAPACITY
                && array.any(MemberSnapshot::needsLaunch);
    }

    private static boolean holdsInstanceOfAttempt(MemberSnapshot member) {
        return member.open() && member.hasLiveInstance() && !member.instanceHasEarlierAttempt();
    }

    private void launch() {
        boolean backsOff = array.launchRetryAt() != null && now.isBefore(array.launchRetryAt());
        if (array.hasOpenLaunchIntent() || backsOff) {
            return;
        }
        List<MemberSnapshot> missing =
                array.members().stream()
                        .filter(this::mayBeLaunched)
                        .sorted(Comparator.comparingInt(MemberSnapshot::attempt))
                        .toList();
        if (!missing.isEmpty()) {
            actions.add(firstCall(missing));
        }
    }

    private boolean mayBeLaunched(MemberSnapshot member) {
        return member.needsLaunch()
                && !member.waitsForRetry(now)
                && now.isBefore(array.enrolDeadline(member))
                && now.isBefore(queueDeadline)
                && !member.lifecycle().deadlinePassed(now);
    }

    /** The next call is planned after this one, when the array is to have more instances still. */
    private Action firstCall(List<MemberSnapshot> missing) {
        CallKey key = callKey(missing.getFirst());
        int most =
                array.spec().barrier()
                        ? LaunchOrder.MAX_COUPLED_INSTANCES
                        : LaunchOrder.MAX_INSTANCES;
        List<Integer> indexes =
                missing.stream()
                        .filter(member -> callKey(member).equals(key))
                        .limit(most)
                        .map(MemberSnapshot::index)
                        .toList();
        return new Action.Launch(
                IndexSet.of(indexes), key.attempt(), array.spec().barrier(), missing.size());
    }

    /** End of the time in the queue before the first call of the array; none after it. */
    private static Instant queueDeadline(ArraySnapshot array) {
        Duration timeout = array.spec().queueTimeout();
        if (timeout == null || array.any(MemberSnapshot::admitted)) {
            return Instant.MAX;
        }
        return array.members().stream()
                .map(MemberSnapshot::attemptAt)
                .min(Comparator.naturalOrder())
                .map(submitted -> submitted.plus(timeout))
                .orElse(Instant.MAX);
    }

    private static CallKey callKey(MemberSnapshot member) {
        return new CallKey(member.attempt(), member.lifecycle().deadline());
    }

    private void endOverdueAttempts() {
        for (MemberSnapshot member : array.members()) {
            boolean waits =
                    member.open() && !member.desiredOff() && !member.instanceEnrolledForAttempt();
            if (waits && member.needsLaunch() && member.lifecycle().deadlinePassed(now)) {
                end(member, Plain.TTL_EXPIRED, "its deadline passed before it was launched");
            } else if (waits && member.needsLaunch() && !now.isBefore(queueDeadline)) {
                end(member, new ExitReason.LaunchFailed("QueueTimeout"), queueReason());
            } else if (waits && !now.isBefore(array.enrolDeadline(member))) {
                end(member, overdueExit(member), overdueReason(member));
            }
        }
    }

    private void end(MemberSnapshot member, ExitReason exit, String reason) {
        if (RetryPolicy.of(array, member, exit, RetryPolicy.Used.of(array, member))
                == RetryPolicy.NO) {
            overdue.add(member.index());
        }
        actions.add(new Action.EndAttempt(member.index(), member.attempt(), exit, reason));
    }

    private String queueReason() {
        return "EC2's launch rate did not permit its launch within --queue-timeout %s"
                .formatted(Durations.format(Objects.requireNonNull(array.spec().queueTimeout())));
    }

    private ExitReason overdueExit(MemberSnapshot member) {
        String code = member.hasLiveInstance() ? "BarrierTimeout" : array.launchErrorCode();
        return new ExitReason.LaunchFailed(code == null ? "BarrierTimeout" : code);
    }

    private String overdueReason(MemberSnapshot member) {
        if (member.instance() != null && member.hasLiveInstance()) {
            return "instance %s was %s but its agent did not enrol within %s%s"
                    .formatted(
                            member.instance().instanceId(),
                            member.instance().state().word(),
                            Durations.format(array.spec().barrierTimeout()),
                            array.whyAgentsDoNotEnrol());
        }
        return array.launchErrorReason() == null
                ? "not launched in time"
                : array.launchErrorReason();
    }

    private static boolean hasMuteInstance(MemberSnapshot member) {
        return member.instance() != null && !member.enrolled();
    }

    private void markNotViableIfTooFew() {
        if (array.retriesTogether()) {
            // All are retried once the last one has ended, those that are missing too.
            return;
        }
        switch (Barrier.of(array, overdue)) {
            case Barrier.Failed failed -> {
                boolean lackPeers = array.any(MemberSnapshot::peersNotWritten);
                String reason =
                        "%d of %d members %s, %s did not%s"
                                .formatted(
                                        array.memberCount() - failed.missing().size(),
                                        array.memberCount(),
                                        lackPeers ? "received the peers" : "enrolled",
                                        failed.missing(),
                                        lackPeers || !array.any(LaunchPolicy::hasMuteInstance)
                                                ? ""
                                                : array.whyAgentsDoNotEnrol());
                actions.add(new Action.MarkNotViable(failed.missing(), reason));
            }
            case Barrier.Open open -> {}
            case Barrier.Closed closed -> {}
        }
    }
}

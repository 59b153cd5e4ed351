package io.jobarrays.server.arrays.snapshot;

import io.jobarrays.server.arrays.spec.SuccessRule;
import java.util.function.Predicate;

/**
 * Whether an array succeeds by its {@link SuccessRule}, from the ends of its members so far. An
 * index that will be retried has not failed, and one that was ended since others decided neither
 * succeeded nor failed.
 */
public enum Verdict {
    /** It depends on members that are at work. */
    OPEN,
    SUCCEEDED,
    /** It cannot succeed any more. */
    FAILED;

    public static Verdict of(ArraySnapshot array) {
        if (array.retriesTogether()) {
            return OPEN;
        }
        if (hasTooManyFailed(array)) {
            return FAILED;
        }
        SuccessRule rule = array.spec().success();
        if (isMet(rule, array, MemberSnapshot::succeeded)) {
            return SUCCEEDED;
        }
        return isMet(rule, array, member -> member.open() || member.succeeded()) ? OPEN : FAILED;
    }

    /** More members have failed for good than {@code --max-failed-indexes} allows. */
    public static boolean hasTooManyFailed(ArraySnapshot array) {
        Integer most = array.spec().success().maxFailed();
        return most != null
                && !array.retriesTogether()
                && array.count(MemberSnapshot::failed) > most;
    }

    private static boolean isMet(
            SuccessRule rule, ArraySnapshot array, Predicate<MemberSnapshot> counted) {
        Integer decisive = rule.decisive();
        return decisive == null
                ? array.count(counted) >= rule.required(array.memberCount())
                : array.any(member -> member.index() == decisive && counted.test(member));
    }
}

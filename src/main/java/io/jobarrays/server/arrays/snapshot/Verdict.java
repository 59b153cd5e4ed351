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
        SuccessRule rule = array.spec().success();
        int failed = array.count(MemberSnapshot::failed);
        if (exceeds(rule, failed)) {
            return FAILED;
        }
        if (array.retriesTogether()) {
            return OPEN;
        }
        if (isMet(rule, array, MemberSnapshot::succeeded)) {
            return SUCCEEDED;
        }
        return isMet(rule, array, member -> member.open() || member.succeeded()) ? OPEN : FAILED;
    }

    /** More members have failed than {@code --max-failed-indexes} allows. */
    public static boolean hasTooManyFailed(ArraySnapshot array) {
        return exceeds(array.spec().success(), array.count(MemberSnapshot::failed));
    }

    private static boolean exceeds(SuccessRule rule, int failed) {
        Integer most = rule.maxFailed();
        return most != null && failed > most;
    }

    private static boolean isMet(
            SuccessRule rule, ArraySnapshot array, Predicate<MemberSnapshot> counted) {
        Integer decisive = rule.decisive();
        return decisive == null
                ? array.count(counted) >= rule.required(array.memberCount())
                : array.any(member -> member.index() == decisive && counted.test(member));
    }
}

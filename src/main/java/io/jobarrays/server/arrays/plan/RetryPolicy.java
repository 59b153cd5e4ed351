package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.Verdict;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.RetryRules;
import java.util.stream.IntStream;

/** Decision whether another attempt follows a failed one, and of which members. */
public enum RetryPolicy {
    /** No further attempt. */
    NO,
    /** The member is retried. */
    INDEX,
    /** A reclaimed spot instance is replaced; this does not count as a retry. */
    REPLACEMENT,
    /** All members are retried, since those of an array with barrier depend on each other. */
    ARRAY;

    /** Replacements of reclaimed instances per member when {@code retries} is not given. */
    static final int MAX_DEFAULT_RECLAIMS = 10;

    /**
     * Retries so far.
     *
     * @param ofMember retries of the member; with barrier the most of all members
     * @param ofArray retries of all members; those of all together count once
     */
    public record Used(int ofMember, int ofArray) {
        static Used of(ArraySnapshot array, MemberSnapshot member) {
            IntStream all = array.members().stream().mapToInt(one -> one.lifecycle().retries());
            return of(array.spec(), member.lifecycle().retries(), all);
        }

        /**
         * @param ofAll retries of each member
         */
        public static Used of(ArraySpec spec, int ofMember, IntStream ofAll) {
            if (spec.barrier()) {
                int together = ofAll.max().orElse(0);
                return new Used(together, together);
            }
            return new Used(ofMember, spec.retryRules().ofArray() == null ? 0 : ofAll.sum());
        }

        private boolean areLeft(RetryRules rules) {
            Integer most = rules.ofArray();
            return ofMember < rules.maxRetries() && (most == null || ofArray < most);
        }
    }

    public static RetryPolicy of(
            ArraySnapshot array, MemberSnapshot member, ExitReason exit, Used used) {
        boolean over = array.draining() || array.notViable() || array.suspended();
        if (over || exit.succeeded() || member.desiredOff() || neverBegan(member, exit)) {
            return NO;
        }
        if (member.holdsOutputs() && !reportedByAgent(exit)) {
            // The next attempt would replace the instance that has the only copy.
            return NO;
        }
        RetryRules rules = array.spec().retryRules();
        if (array.spec().barrier()) {
            return ofArray(array, rules, exit, used);
        }
        if (used.areLeft(rules) && rules.matches(exit)) {
            return INDEX;
        }
        boolean reclaimed = exit == Plain.SPOT_LOST && rules.retries() == null;
        boolean replaced = reclaimed || lostBeforeWork(member, exit);
        return replaced && member.lifecycle().reclaims() < MAX_DEFAULT_RECLAIMS ? REPLACEMENT : NO;
    }

    /** The agent of a machine that was another member's did not come as that of this one. */
    private static boolean lostBeforeWork(MemberSnapshot member, ExitReason exit) {
        return exit == Plain.AGENT_SILENT && member.tookMachineWithoutWork();
    }

    /** What its work waited for will not come. */
    private static boolean neverBegan(MemberSnapshot member, ExitReason exit) {
        return member.lifecycle().held() && exit == Plain.NOT_STARTED;
    }

    /** Otherwise the state of the instance is unknown, and the next attempt gets another one. */
    public static boolean reportedByAgent(ExitReason exit) {
        return exit.endedWork() || exit == Plain.REBOOTED;
    }

    private static RetryPolicy ofArray(
            ArraySnapshot array, RetryRules rules, ExitReason exit, Used used) {
        // Before the first peers, LaunchPolicy decides whether the array is viable.
        boolean began = array.peersGeneration() > 0;
        return began && used.areLeft(rules) && rules.matches(exit) ? ARRAY : NO;
    }

    /** All members may run again, those that have succeeded too. */
    static boolean mayRepeatAll(ArraySnapshot array) {
        if (array.retriesTogether()) {
            return true;
        }
        return array.spec().barrier()
                && array.hasOpenWork()
                && !array.draining()
                && !array.notViable()
                && Used.of(array, array.members().getFirst()).areLeft(array.spec().retryRules())
                && Verdict.of(array) != Verdict.SUCCEEDED;
    }
}

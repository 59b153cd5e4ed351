package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.spec.RetryRules;

/** Whether an attempt that did not go well is followed by another. */
public enum RetryPolicy {
    /** It stays as it is. */
    NO,
    /** The index runs again. */
    INDEX,
    /** A machine that EC2 took back is replaced, which is nobody's failure. */
    REPLACEMENT,
    /** The members need each other: all run again. */
    ARRAY;

    /** So often a place may be taken back by EC2 where nobody said how often. */
    static final int MAX_DEFAULT_RECLAIMS = 10;

    public static RetryPolicy of(ArraySnapshot array, MemberSnapshot seat, ExitReason exit) {
        boolean over = array.draining() || array.notViable() || array.suspended();
        if (over || exit.succeeded() || seat.desiredOff()) {
            return NO;
        }
        RetryRules retrying = array.spec().retryRules();
        if (array.spec().barrier()) {
            int used =
                    array.members().stream().mapToInt(s -> s.lifecycle().retries()).max().orElse(0);
            // Before its first peers it is still launched, and too few give it up.
            boolean began = array.peersGeneration() > 0;
            return began && used < retrying.maxRetries() && retrying.matches(exit) ? ARRAY : NO;
        }
        if (seat.lifecycle().retries() < retrying.maxRetries() && retrying.matches(exit)) {
            return INDEX;
        }
        boolean reclaimed = exit == Plain.SPOT_LOST && retrying.retries() == null;
        return reclaimed && seat.lifecycle().reclaims() < MAX_DEFAULT_RECLAIMS ? REPLACEMENT : NO;
    }
}

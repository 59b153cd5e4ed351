package io.jobarrays.server.arrays.spec;

import java.time.Duration;

/**
 * What becomes of an array's machines when its work has ended.
 *
 * @param well when all of it succeeded
 * @param badly when some of it failed
 * @param delay how long the machines are left as they are before
 */
public record Completion(OnComplete onSuccess, OnComplete onFailure, Duration delay) {

    static Completion of(FlagReader flags) {
        OnComplete well = OnComplete.of("on-complete", flags.text("on-complete", "keep"));
        Duration delay = flags.duration("on-complete-delay");
        return new Completion(
                well,
                OnComplete.of("on-failure", flags.text("on-failure", well.flagValue())),
                delay == null ? Duration.ZERO : delay);
    }

    public OnComplete after(boolean failed) {
        return failed ? onFailure : onSuccess;
    }

    /** Whether the machines are left to people, however the work ends. */
    boolean keepsAll() {
        return onSuccess == OnComplete.KEEP && onFailure == OnComplete.KEEP;
    }

    boolean hibernates() {
        return onSuccess == OnComplete.HIBERNATE || onFailure == OnComplete.HIBERNATE;
    }

    boolean stopsOrHibernates() {
        return onSuccess.stopsOrHibernates() || onFailure.stopsOrHibernates();
    }
}

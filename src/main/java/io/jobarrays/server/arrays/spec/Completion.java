package io.jobarrays.server.arrays.spec;

import java.time.Duration;

/**
 * Actions on an array's instances after its work has ended.
 *
 * @param onSuccess when every member succeeded
 * @param onFailure when a member failed
 * @param delay between the end of the work and the action
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

    boolean hibernates() {
        return onSuccess == OnComplete.HIBERNATE || onFailure == OnComplete.HIBERNATE;
    }

    boolean stopsOrHibernates() {
        return onSuccess.stopsOrHibernates() || onFailure.stopsOrHibernates();
    }
}

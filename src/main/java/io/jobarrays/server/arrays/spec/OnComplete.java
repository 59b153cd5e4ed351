package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.Refusal;
import java.util.Locale;

/** What becomes of machines when the work has ended, or when they are idle. */
public enum OnComplete {
    KEEP,
    TERMINATE,
    STOP,
    HIBERNATE;

    /**
     * @param what the flag, for the sentence
     */
    static OnComplete of(String what, String text) {
        for (OnComplete one : values()) {
            if (one.flagValue().equals(text)) {
                return one;
            }
        }
        throw new Refusal(
                "%s: \"%s\" is not known; write keep, terminate, stop or hibernate"
                        .formatted(what, text));
    }

    /** As it stands in flags. */
    public String flagValue() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean stopsOrHibernates() {
        return this == STOP || this == HIBERNATE;
    }
}

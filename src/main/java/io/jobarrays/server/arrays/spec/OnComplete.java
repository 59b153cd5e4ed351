package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.Refusal;
import java.util.Locale;

/** Action on instances whose work has ended or that are idle. */
public enum OnComplete {
    KEEP,
    TERMINATE,
    STOP,
    HIBERNATE;

    /**
     * @param flag named in the refusal
     */
    static OnComplete of(String flag, String text) {
        for (OnComplete action : values()) {
            if (action.flagValue().equals(text)) {
                return action;
            }
        }
        throw new Refusal(
                "%s: \"%s\" is not known; write keep, terminate, stop or hibernate"
                        .formatted(flag, text));
    }

    /** Its value in flags, for example {@code terminate}. */
    public String flagValue() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean stopsOrHibernates() {
        return this == STOP || this == HIBERNATE;
    }
}

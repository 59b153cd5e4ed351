package io.jobarrays.server.instances.rows;

import java.util.Locale;

/** EC2's states of an instance. */
public enum InstanceState {
    PENDING,
    RUNNING,
    STOPPING,
    STOPPED,
    SHUTTING_DOWN,
    TERMINATED;

    /** On its way out or gone: it does not come back. */
    public boolean isEnding() {
        return this == SHUTTING_DOWN || this == TERMINATED;
    }

    /** EC2's own word: {@code shutting-down}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static InstanceState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}

package io.jobarrays.server.instances.rows;

import java.util.Locale;

/** State of an instance in EC2. */
public enum InstanceState {
    PENDING,
    RUNNING,
    STOPPING,
    STOPPED,
    SHUTTING_DOWN,
    TERMINATED;

    /** Whether the instance is shutting down or terminated; both are final. */
    public boolean isEnding() {
        return this == SHUTTING_DOWN || this == TERMINATED;
    }

    /** EC2's spelling: {@code shutting-down}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static InstanceState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}

package io.jobarrays.server.arrays.rows;

/** What is wanted of a member's machine. */
public enum DesiredPower {
    RUNNING,
    /** It was stopped or hibernated and is wanted again. */
    STARTING,
    STOPPED,
    HIBERNATED;

    /** Somebody wants it off; its silence is expected. */
    public boolean isOff() {
        return this == STOPPED || this == HIBERNATED;
    }
}

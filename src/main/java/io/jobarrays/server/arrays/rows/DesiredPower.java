package io.jobarrays.server.arrays.rows;

/** Desired power of a member's instance. */
public enum DesiredPower {
    RUNNING,
    /** Stopped or hibernated before, to be started. */
    STARTING,
    STOPPED,
    HIBERNATED;

    /** Stopped or hibernated; its agent is not expected to send messages. */
    public boolean isOff() {
        return this == STOPPED || this == HIBERNATED;
    }
}

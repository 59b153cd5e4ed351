package io.jobarrays.server.batch.rows;

/** State of an execution. */
public enum ExecutionState {
    STARTING,
    STARTED,
    COMPLETED,
    FAILED,
    STOPPED,
    /** Stopped or failed, and never restarted. */
    ABANDONED;

    /** Needs a process that runs it. */
    public boolean open() {
        return this == STARTING || this == STARTED;
    }

    public boolean restartable() {
        return this == FAILED || this == STOPPED;
    }
}

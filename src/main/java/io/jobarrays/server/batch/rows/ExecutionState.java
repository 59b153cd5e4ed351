package io.jobarrays.server.batch.rows;

/** How far an execution is. */
public enum ExecutionState {
    STARTING,
    STARTED,
    COMPLETED,
    FAILED,
    STOPPED,
    /** Stopped or failed, and nobody shall restart it. */
    ABANDONED;

    /** Somebody has to see to it that it goes on. */
    public boolean open() {
        return this == STARTING || this == STARTED;
    }

    public boolean restartable() {
        return this == FAILED || this == STOPPED;
    }
}

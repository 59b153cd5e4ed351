package io.jobarrays.server.arrays.rows;

/** How far an array is, for people; decisions are made from its members. */
public enum ArrayState {
    /** Machines are being launched and waited for. */
    LAUNCHING,
    /** Its peers are published; it has no work of its own. */
    UP,
    /** Its peers are published and its work goes on. */
    RUNNING,
    /** Its machines are stopped or hibernated, or about to be. */
    STOPPED,
    /** Its machines are being ended. */
    DRAINING,
    /** No machine of it is left. */
    ENDED
}

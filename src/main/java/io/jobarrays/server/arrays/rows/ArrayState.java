package io.jobarrays.server.arrays.rows;

/** State of an array as shown to users; decisions are made from its members instead. */
public enum ArrayState {
    /** Instances are being launched and have not all enrolled. */
    LAUNCHING,
    /** Its peers are published; it has no work. */
    UP,
    /** Its peers are published and its work is running. */
    RUNNING,
    /** The work of all its members has ended, and its instances are there. */
    WORK_ENDED,
    /** Its instances are stopped or hibernated, or about to be. */
    STOPPED,
    /** Its instances are being terminated. */
    DRAINING,
    /** All its instances are terminated. */
    ENDED
}

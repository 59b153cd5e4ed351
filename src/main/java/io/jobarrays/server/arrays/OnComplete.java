package io.jobarrays.server.arrays;

/** What becomes of an array's machines when its work has ended. */
public enum OnComplete {
    KEEP,
    TERMINATE
}

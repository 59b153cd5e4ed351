package io.jobarrays.server.batch.deciders;

/** Share of a stage's indexes that succeeded. */
record StageShare(int succeeded, int size) {
    /** Of a stage that has no array. */
    static final StageShare NONE = new StageShare(0, 1);

    boolean isAtLeast(int percent) {
        return succeeded * 100L >= (long) percent * size;
    }
}

package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;

/** Whether waiting for the members of an array is over, and how. */
sealed interface Barrier {
    /** Somebody may still come. */
    record Closed() implements Barrier {}

    /** Enough came; the rest has an end of its own. */
    record Open() implements Barrier {}

    /** Fewer than viable can still come. */
    record Failed(IndexSet missing) implements Barrier {}

    /**
     * Members that have succeeded before count as here: a restart needs no second machine of them.
     */
    static Barrier of(ArraySnapshot array) {
        int here = array.count(seat -> seat.enrolled() || seat.succeeded());
        int coming = array.count(seat -> seat.open() && !seat.enrolled());
        if (here + coming < array.minViable()) {
            return new Failed(array.indexes(seat -> !seat.enrolled() && !seat.succeeded()));
        }
        return coming == 0 ? new Open() : new Closed();
    }
}

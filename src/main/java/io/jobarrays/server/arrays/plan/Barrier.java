package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;

/** State of the barrier at which an array waits for its members to enrol. */
sealed interface Barrier {
    /** A member may still enrol. */
    record Closed() implements Barrier {}

    /** At least {@code min-viable} members have enrolled; the attempts of the others have ended. */
    record Open() implements Barrier {}

    /** Fewer than {@code min-viable} members can still enrol. */
    record Failed(IndexSet missing) implements Barrier {}

    /** Members that succeeded before count as enrolled: a restart launches no instance for them. */
    static Barrier of(ArraySnapshot array) {
        int enrolled = array.count(member -> member.enrolled() || member.succeeded());
        int awaited = array.count(member -> member.open() && !member.enrolled());
        if (enrolled + awaited < array.minViable()) {
            return new Failed(array.indexes(member -> !member.enrolled() && !member.succeeded()));
        }
        return awaited == 0 ? new Open() : new Closed();
    }
}

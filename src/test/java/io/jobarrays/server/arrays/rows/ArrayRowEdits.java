package io.jobarrays.server.arrays.rows;

import io.quarkus.narayana.jta.QuarkusTransaction;

/** Edits of array rows that a test needs. */
public final class ArrayRowEdits {
    private ArrayRowEdits() {}

    /** State of an array before and after its close, as other threads commit them. */
    public static void setEnded(String arrayId, boolean ended) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                JobArray.update(
                                        "state = ?1, finished = ?2 where id = ?3",
                                        ended ? ArrayState.ENDED : ArrayState.DRAINING,
                                        ended,
                                        arrayId));
    }

    public static void publishPeers(String arrayId, int generation, String text) {
        QuarkusTransaction.requiringNew()
                .run(() -> PublishedPeers.record(arrayId, generation, text));
    }
}

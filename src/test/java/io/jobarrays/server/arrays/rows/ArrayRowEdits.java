package io.jobarrays.server.arrays.rows;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.owner.ArrayEdits;

/** Edits of array rows that a test needs. */
public final class ArrayRowEdits {
    private ArrayRowEdits() {}

    /** State of an array before and after its close, as other threads commit them. */
    public static void setEnded(String arrayId, boolean ended) {
        ArrayEdits.edit(
                arrayId,
                array -> {
                    array.row().finished = ended;
                    array.row().setState(ended ? ArrayState.ENDED : ArrayState.DRAINING);
                });
    }

    public static void publishPeers(String arrayId, int generation, String text) {
        ArrayEdits.edit(arrayId, array -> array.publish(generation, "", IndexSet.firstOf(0), text));
    }
}

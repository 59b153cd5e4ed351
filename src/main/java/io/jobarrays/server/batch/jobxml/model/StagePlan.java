package io.jobarrays.server.batch.jobxml.model;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.edges.Edge;
import io.jobarrays.server.arrays.spec.MachinesFlag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stage with every expression resolved and every value checked.
 *
 * @param flags launch flags for {@code ArraySpec}
 * @param inputs stages whose outputs this stage reads
 * @param edges what its indexes wait for
 * @param flows by stage of another flow that it waits for: the stages of that flow; when none of
 *     them goes on, those that have not begun will not
 * @param indexes of its members
 */
public record StagePlan(
        String id,
        Map<String, String> flags,
        List<String> inputs,
        List<Edge> edges,
        Map<String, List<String>> flows,
        IndexSet indexes) {

    /** The stage with other flags, and the indexes that follow from them. */
    public StagePlan with(Map<String, String> itsFlags, IndexSet itsIndexes) {
        return new StagePlan(id, Map.copyOf(itsFlags), inputs, edges, flows, itsIndexes);
    }

    /** Stage on whose machines it runs; null: it launches its own. */
    public @Nullable String machines() {
        return flags.get(MachinesFlag.NAME);
    }

    /** Number of its members. */
    public int memberCount() {
        return indexes.size();
    }
}

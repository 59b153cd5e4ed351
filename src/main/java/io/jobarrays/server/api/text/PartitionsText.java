package io.jobarrays.server.api.text;

import io.jobarrays.server.batch.view.PartitionView;
import java.util.List;

/** Table of the partitions of one stage, a row per index. */
public final class PartitionsText {
    private PartitionsText() {}

    public static String of(List<PartitionView> partitions) {
        Columns columns = new Columns();
        columns.row("INDEX", "STATE", "PHASE", "RESULT", "ATTEMPT", "INSTANCE", "REASON", "NOTE");
        partitions.forEach(
                partition ->
                        columns.row(
                                "[" + partition.index() + "]",
                                partition.state(),
                                partition.phase(),
                                partition.exitStatus(),
                                partition.attempt(),
                                partition.instanceId(),
                                partition.reason(),
                                partition.note()));
        return columns.text("");
    }
}

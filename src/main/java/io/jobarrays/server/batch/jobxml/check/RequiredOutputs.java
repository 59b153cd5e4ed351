package io.jobarrays.server.batch.jobxml.check;

import io.jobarrays.server.batch.jobxml.model.StagePlan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A stage whose files another one reads must make them, unless it says that it need not. */
public final class RequiredOutputs {
    private static final String REQUIRED = "require-outputs";

    private RequiredOutputs() {}

    /** The plans, with the default of those stages. */
    public static List<StagePlan> of(List<StagePlan> stages) {
        Set<String> read =
                stages.stream()
                        .flatMap(stage -> stage.inputs().stream())
                        .collect(Collectors.toSet());
        return stages.stream()
                .map(stage -> read.contains(stage.id()) ? withDefault(stage) : stage)
                .toList();
    }

    private static StagePlan withDefault(StagePlan stage) {
        if (!stage.flags().containsKey("collect") || stage.flags().containsKey(REQUIRED)) {
            return stage;
        }
        Map<String, String> flags = new TreeMap<>(stage.flags());
        flags.put(REQUIRED, "true");
        return stage.with(flags, stage.indexes());
    }
}

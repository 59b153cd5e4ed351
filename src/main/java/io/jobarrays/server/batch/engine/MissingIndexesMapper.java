package io.jobarrays.server.batch.engine;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.reconcile.ArrayPhases;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.problems.OutageRetry;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.partition.PartitionMapper;
import jakarta.batch.api.partition.PartitionPlan;
import jakarta.batch.api.partition.PartitionPlanImpl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Plans one partition for each index that has not passed the step; possibly none. */
@Dependent
@Named("array-indexes")
class MissingIndexesMapper implements PartitionMapper {
    @Inject @BatchProperty String execution;
    @Inject @BatchProperty String stage;
    @Inject @BatchProperty String phase;

    private final ArrayPhases phases;
    private final StageArrays arrays;
    private final ReleasedExecutions released;

    MissingIndexesMapper(ArrayPhases phases, StageArrays arrays, ReleasedExecutions released) {
        this.phases = phases;
        this.arrays = arrays;
        this.released = released;
    }

    @Override
    public PartitionPlan mapPartitions() {
        List<Integer> indexes = OutageRetry.call(stage + " " + phase, this::pending).toList();
        Properties[] properties = new Properties[indexes.size()];
        for (int i = 0; i < properties.length; i++) {
            properties[i] = new Properties();
            properties[i].setProperty("index", "" + indexes.get(i));
        }
        PartitionPlanImpl plan = new PartitionPlanImpl();
        plan.setPartitions(properties.length);
        plan.setPartitionProperties(properties);
        // The partitions that JBeret stored lose or repeat indexes after a crash.
        plan.setPartitionsOverride(true);
        return plan;
    }

    private IndexSet pending() {
        long id = Long.parseLong(execution);
        if (released.contains(id)) {
            return IndexSet.firstOf(0);
        }
        Phase step = StepProperties.phase(phase);
        Optional<String> array =
                step == Phase.LAUNCH ? arrays.findOrCreate(id, stage) : arrays.find(id, stage);
        return array.map(found -> phases.pending(found, step)).orElse(IndexSet.firstOf(0));
    }
}

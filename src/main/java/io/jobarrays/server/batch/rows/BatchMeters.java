package io.jobarrays.server.batch.rows;

import io.jobarrays.server.arrays.snapshot.ArrayOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Meters of executions, their stages, and the writer of the batch engine. */
@Startup
@ApplicationScoped
public class BatchMeters {
    private static final Duration[] HANDOVER_BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofMinutes(1)
    };

    private static final double[] GROUP_BUCKETS = {1, 3, 10, 30, 100, 300, 1000};

    private final MeterProvider<Counter> executions;
    private final MeterProvider<Counter> stages;
    private final Timer handover;
    private final DistributionSummary group;
    private volatile Collection<?> queue = List.of();

    public BatchMeters(MeterRegistry registry) {
        executions =
                Counter.builder("spawn.executions.ended")
                        .description("runs of executions that have ended")
                        .withRegistry(registry);
        stages =
                Counter.builder("spawn.stages.ended")
                        .description("stages with an exit status")
                        .withRegistry(registry);
        handover =
                Timer.builder("spawn.handover")
                        .description("last end of a member to the array of the next stage")
                        .serviceLevelObjectives(HANDOVER_BUCKETS)
                        .register(registry);
        group =
                DistributionSummary.builder("spawn.batch.commit.group")
                        .description("rows of partitions that were committed together")
                        .baseUnit("rows")
                        .serviceLevelObjectives(GROUP_BUCKETS)
                        .register(registry);
        Gauge.builder("spawn.batch.queue", () -> queue.size())
                .description("rows of partitions that wait for a commit")
                .baseUnit("rows")
                .register(registry);
        List.of(ExecutionState.COMPLETED, ExecutionState.FAILED, ExecutionState.STOPPED)
                .forEach(state -> executions.withTag("state", label(state)));
        ArrayOutcome.LABELS.forEach(outcome -> stages.withTag("outcome", outcome));
    }

    public void executionEnded(ExecutionState state) {
        executions.withTag("state", label(state)).increment();
    }

    /**
     * @param outcome {@code FAILED_1_OF_10}
     */
    public void stageEnded(String outcome) {
        stages.withTag("outcome", ArrayOutcome.label(outcome)).increment();
    }

    /**
     * @param sinceLastEnd time since the last end of a member of the execution
     */
    public void stageBegun(Duration sinceLastEnd) {
        handover.record(sinceLastEnd);
    }

    public void partitionsCommitted(int rows) {
        group.record(rows);
    }

    /** Measures the queue of the writer of partitions. */
    public void watch(Collection<?> writerQueue) {
        queue = writerQueue;
    }

    private static String label(ExecutionState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}

package io.jobarrays.server.batch.engine;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.rows.ArrayFigures;
import io.jobarrays.server.arrays.rows.SealedSpec;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.rows.BatchMeters;
import io.jobarrays.server.batch.rows.Stage;
import io.jobarrays.server.batch.rows.StageRows;
import io.jobarrays.server.notify.Notifications;
import io.jobarrays.server.notify.NotifyEvent;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Arrays of stages: created when the stage begins, and found again after a restart. */
@ApplicationScoped
class StageArrays {
    /** Exit status of a stage whose array could not be created. */
    static final String NOT_VIABLE = "NOT_VIABLE";

    private final JobArrays arrays;
    private final StageRows rows;
    private final EventRows events;
    private final SpecCodec codec;
    private final StageEdges edges;
    private final ArrayFigures figures;
    private final BatchMeters meters;
    private final ExecutionSpans spans;
    private final Notifications notifications;
    private final Clock clock;

    StageArrays(
            JobArrays arrays,
            StageRows rows,
            EventRows events,
            SpecCodec codec,
            StageEdges edges,
            ArrayFigures figures,
            BatchMeters meters,
            ExecutionSpans spans,
            Notifications notifications,
            Clock clock) {
        this.arrays = arrays;
        this.rows = rows;
        this.events = events;
        this.codec = codec;
        this.edges = edges;
        this.figures = figures;
        this.meters = meters;
        this.spans = spans;
        this.notifications = notifications;
        this.clock = clock;
    }

    Optional<String> find(long execution, String stage) {
        return Optional.ofNullable(rows.find(execution, stage).arrayId);
    }

    /** Empty if the array was refused; the reason is then in the stage's row and its events. */
    Optional<String> findOrCreate(long execution, String stage) {
        Stage row = rows.find(execution, stage);
        try {
            String array = row.arrayId == null ? create(row) : row.arrayId;
            edges.watch(row, array);
            return Optional.of(array);
        } catch (Refusal | Refused refused) {
            String reason = String.valueOf(refused.getMessage());
            rows.recordRefusal(execution, stage, reason);
            events.add(execution, stage, null, -1, stage + ": " + reason);
            return Optional.empty();
        }
    }

    void recordExitStatus(long execution, String stage, String exitStatus) {
        boolean first =
                rows.recordExitStatus(
                        execution, stage, exitStatus, row -> notifyOfEnd(row, exitStatus));
        meters.stageEnded(exitStatus);
        if (first) {
            find(execution, stage)
                    .ifPresent(array -> spans.stageEnded(execution, array, exitStatus));
        }
    }

    /** The execution of a pipeline tells of its end itself where a stage names no receiver. */
    private void notifyOfEnd(Stage row, String exitStatus) {
        ArraySpec spec = codec.readSpec(row.flags);
        boolean launch = row.id.equals(Stage.OF_LAUNCH);
        String name = launch ? spec.name().value() : row.id;
        Optional.ofNullable(spec.notifications().target())
                .or(() -> launch ? notifications.defaultTarget() : Optional.empty())
                .ifPresent(
                        target ->
                                notifications.add(
                                        NotifyEvent.arrayEnded(
                                                row.execution,
                                                launch ? null : row.id,
                                                row.arrayId,
                                                name,
                                                exitStatus),
                                        target));
    }

    void reportFailure(long execution, String stage, String sentence) {
        events.add(execution, stage, null, -1, "the outcome was not recorded: " + sentence);
    }

    private String create(Stage row) {
        Map<String, String> inputs = new HashMap<>();
        for (String input : row.inputStages()) {
            find(row.execution, input).ifPresent(id -> inputs.put(input, id));
        }
        SealedSpec spec = new SealedSpec(codec.readSpec(row.flags), row.flags);
        Optional<Instant> lastEnd = figures.lastMemberEnd(row.execution);
        String array =
                arrays.create(
                                spec,
                                row.id,
                                inputs,
                                StageMachines.of(row, rows.ofExecution(row.execution)),
                                id -> {
                                    rows.recordArray(row.execution, row.id, id);
                                    return row.execution;
                                })
                        .id();
        lastEnd.ifPresent(end -> meters.stageBegun(Duration.between(end, clock.instant())));
        return array;
    }
}

package io.jobarrays.server.batch.engine;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.rows.EventRows;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.JsonText;
import io.jobarrays.server.batch.rows.Stage;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The array of each stage: made when the stage begins, found again ever after. */
@ApplicationScoped
public class StageArrays {
    /** What a stage comes to whose array could not be made. */
    static final String NOT_VIABLE = "NOT_VIABLE";

    private final JobArrays arrays;
    private final EventRows events;
    private final JsonText json;

    StageArrays(JobArrays arrays, EventRows events, JsonText json) {
        this.arrays = arrays;
        this.events = events;
        this.json = json;
    }

    Optional<String> find(long execution, String stage) {
        return Optional.ofNullable(row(execution, stage).arrayId);
    }

    /** Nothing if it is refused; the stage then says why. */
    Optional<String> findOrCreate(long execution, String stage) {
        try {
            return Optional.of(require(execution, stage));
        } catch (Refusal | Refused refused) {
            String reason = String.valueOf(refused.getMessage());
            change(execution, stage, row -> row.reason = reason);
            events.add(execution, stage, null, -1, stage + ": " + reason);
            return Optional.empty();
        }
    }

    /** Like {@link #findOrMake}, for a caller who wants to hear the refusal. */
    public String require(long execution, String stage) {
        Stage row = row(execution, stage);
        if (row.arrayId != null) {
            return row.arrayId;
        }
        String id = made(row).orElseGet(() -> create(row));
        change(execution, stage, changed -> changed.arrayId = id);
        return id;
    }

    void recordOutcome(long execution, String stage, String exitStatus) {
        change(execution, stage, row -> row.exitStatus = exitStatus);
    }

    /** A restart: what went wrong before is not what goes wrong now. */
    public void clearFailures(long execution) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Stage.ofExecution(execution).stream()
                                        .filter(row -> row.failed() || row.reason != null)
                                        .forEach(
                                                row -> {
                                                    row.exitStatus = null;
                                                    row.reason = null;
                                                }));
    }

    /** A crash may have come between making the array and writing it down here. */
    private Optional<String> made(Stage row) {
        return ofLaunch(row)
                ? arrays.idsOf(row.execution).stream().findFirst()
                : arrays.idOfStage(row.execution, row.id);
    }

    private String create(Stage row) {
        Map<String, String> inputs = new HashMap<>();
        for (String input : row.inputs.isEmpty() ? new String[0] : row.inputs.split(",", -1)) {
            find(row.execution, input).ifPresent(id -> inputs.put(input, id));
        }
        return arrays.create(
                ArraySpec.of(json.flat(row.flags)),
                row.execution,
                ofLaunch(row) ? null : row.id,
                inputs);
    }

    private static boolean ofLaunch(Stage row) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Execution.<Execution>findById(row.execution).definition == null);
    }

    private static Stage row(long execution, String stage) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                Stage.<Stage>findByIdOptional(new Stage.Key(execution, stage))
                                        .orElseThrow());
    }

    private static void change(long execution, String stage, Consumer<Stage> change) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Stage.<Stage>findByIdOptional(new Stage.Key(execution, stage))
                                        .ifPresent(change));
    }
}

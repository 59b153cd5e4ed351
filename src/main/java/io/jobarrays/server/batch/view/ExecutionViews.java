package io.jobarrays.server.batch.view;

import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.rows.JsonText;
import io.jobarrays.server.batch.rows.Stage;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders executions; never asks AWS. */
@ApplicationScoped
public class ExecutionViews {
    private final StageViews stages;
    private final JobArrays arrays;
    private final JsonText json;

    ExecutionViews(StageViews stages, JobArrays arrays, JsonText json) {
        this.stages = stages;
        this.arrays = arrays;
        this.json = json;
    }

    public ExecutionView of(Execution row) {
        long id = Objects.requireNonNull(row.id);
        List<StageViews.RenderedStage> seen =
                QuarkusTransaction.requiringNew().call(() -> Stage.ofExecution(id)).stream()
                        .map(stages::of)
                        .toList();
        Optional<StageViews.RenderedStage> bad =
                seen.stream().filter(stage -> stage.view().state().equals("FAILED")).findFirst();
        return new ExecutionView(
                id,
                row.definition,
                row.version,
                row.state,
                row.exitStatus,
                exitCode(row, id, bad),
                row.reason == null ? bad.map(ExecutionViews::reason).orElse(null) : row.reason,
                json.flat(row.parameters),
                row.createdAt,
                row.endedAt,
                seen.stream().map(StageViews.RenderedStage::view).toList(),
                next(row, id, bad));
    }

    /** Not before every machine is gone: what still runs still bills. */
    private @Nullable Integer exitCode(
            Execution row, long id, Optional<StageViews.RenderedStage> bad) {
        if (row.state.open() || !arrays.isCompleted(id)) {
            return null;
        }
        if (row.state == ExecutionState.COMPLETED) {
            return 0;
        }
        Integer code = bad.map(StageViews.RenderedStage::exitCode).orElse(null);
        return code == null || code == 0 ? 1 : code;
    }

    private static String reason(StageViews.RenderedStage stage) {
        String text = "%s: %s".formatted(stage.view().id(), stage.view().exitStatus());
        return stage.view().reason() == null ? text : text + ", " + stage.view().reason();
    }

    private static List<String> next(
            Execution row, long id, Optional<StageViews.RenderedStage> bad) {
        List<String> next = new ArrayList<>();
        if (row.state.open()) {
            next.add("spawn executions show " + id);
            next.add("spawn list");
        } else if (row.state == ExecutionState.COMPLETED) {
            next.add("spawn outputs " + id);
            next.add("spawn executions show " + id);
        } else {
            bad.flatMap(stage -> Optional.ofNullable(stage.view().arrayId()))
                    .ifPresent(array -> next.add("spawn logs " + array));
            if (row.state.restartable()) {
                next.add("spawn executions restart " + id);
            }
        }
        return next;
    }
}

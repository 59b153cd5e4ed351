package io.jobarrays.server.batch.view;

import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.rows.StageRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds views of executions from rows; does not call AWS. */
@ApplicationScoped
public class ExecutionViews {
    private final StageRows rows;
    private final ExecutionRows executions;
    private final StageViews stages;
    private final JobArrays arrays;
    private final SpecCodec codec;

    ExecutionViews(
            StageRows rows,
            ExecutionRows executions,
            StageViews stages,
            JobArrays arrays,
            SpecCodec codec) {
        this.rows = rows;
        this.executions = executions;
        this.stages = stages;
        this.arrays = arrays;
        this.codec = codec;
    }

    public ExecutionView of(Execution row) {
        long id = Objects.requireNonNull(row.id);
        List<StageViews.RenderedStage> rendered =
                rows.ofExecution(id).stream()
                        .map(stage -> stages.of(stage, row.state.open()))
                        .toList();
        Optional<StageViews.RenderedStage> failed =
                rendered.stream()
                        .filter(stage -> stage.view().state().equals("FAILED"))
                        .findFirst();
        return new ExecutionView(
                id,
                row.definition,
                row.version,
                row.state,
                row.exitStatus,
                exitCode(row, id, failed),
                row.reason == null ? failed.map(ExecutionViews::reason).orElse(null) : row.reason,
                codec.readMap(row.parameters),
                executions.runs(id).stream().map(RunView::of).toList(),
                row.createdAt,
                row.endedAt,
                rendered.stream()
                        .map(stage -> stage.view().progress().costUsd())
                        .reduce(BigDecimal.ZERO, BigDecimal::add),
                rendered.stream().map(StageViews.RenderedStage::view).toList(),
                next(row, id, failed));
    }

    /** Null until every instance is terminated, since running instances are billed. */
    private @Nullable Integer exitCode(
            Execution row, long id, Optional<StageViews.RenderedStage> failed) {
        if (row.state.open() || !arrays.isCompleted(id)) {
            return null;
        }
        if (row.state == ExecutionState.COMPLETED) {
            return 0;
        }
        Integer code = failed.map(StageViews.RenderedStage::exitCode).orElse(null);
        return code == null || code == 0 ? 1 : code;
    }

    private static String reason(StageViews.RenderedStage stage) {
        String text = "%s: %s".formatted(stage.view().id(), stage.view().exitStatus());
        return stage.view().reason() == null ? text : text + ", " + stage.view().reason();
    }

    private static List<String> next(
            Execution row, long id, Optional<StageViews.RenderedStage> failed) {
        List<String> next = new ArrayList<>();
        if (row.state.open()) {
            next.add("spawn executions show " + id);
            next.add("spawn list");
        } else if (row.state == ExecutionState.COMPLETED) {
            next.add("spawn outputs " + id);
            next.add("spawn executions show " + id);
        } else {
            failed.flatMap(stage -> Optional.ofNullable(stage.view().arrayId()))
                    .ifPresent(array -> next.add("spawn logs " + array));
            if (row.state.restartable()) {
                next.add("spawn executions restart " + id);
            }
        }
        return next;
    }
}

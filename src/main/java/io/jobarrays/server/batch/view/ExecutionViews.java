package io.jobarrays.server.batch.view;

import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.ArrayViews;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionRun;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.rows.RestartRows;
import io.jobarrays.server.batch.rows.Stage;
import io.jobarrays.server.batch.rows.StageRows;
import io.jobarrays.server.problems.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds views of executions from rows; does not call AWS. */
@ApplicationScoped
public class ExecutionViews {
    /** Bounds the memory that the members of their arrays take. */
    private static final int EXECUTIONS_PER_READ = 50;

    private final StageRows rows;
    private final RestartRows restarts;
    private final StageViews stages;
    private final ArrayViews arrays;
    private final SpecCodec codec;

    ExecutionViews(
            StageRows rows,
            RestartRows restarts,
            StageViews stages,
            ArrayViews arrays,
            SpecCodec codec) {
        this.rows = rows;
        this.restarts = restarts;
        this.stages = stages;
        this.arrays = arrays;
        this.codec = codec;
    }

    /** All rows of one execution. */
    private record Parts(
            Execution row,
            List<Stage> stages,
            List<ExecutionRun> runs,
            Map<String, ArrayView> arrays) {

        /** False when it was purged while it was read. */
        boolean complete() {
            return !stages.isEmpty()
                    && stages.stream()
                            .allMatch(it -> it.arrayId == null || arrays.containsKey(it.arrayId));
        }
    }

    public ExecutionView of(Execution row) {
        return of(List.of(row)).stream()
                .findFirst()
                .orElseThrow(() -> new NotFound("there is no execution " + row.id));
    }

    /**
     * In the order of the rows, in as many statements as for one; without executions that are
     * purged meanwhile.
     */
    public List<ExecutionView> of(List<Execution> all) {
        List<ExecutionView> views = new ArrayList<>();
        for (int from = 0; from < all.size(); from += EXECUTIONS_PER_READ) {
            int to = Math.min(all.size(), from + EXECUTIONS_PER_READ);
            read(all.subList(from, to)).stream()
                    .filter(Parts::complete)
                    .map(this::view)
                    .forEach(views::add);
        }
        return views;
    }

    /** The stages before the arrays: an array that a stage names exists. */
    private List<Parts> read(List<Execution> some) {
        List<Long> ids = some.stream().map(ExecutionViews::id).toList();
        Map<Long, List<Stage>> stagesOf = rows.ofExecutions(ids);
        Map<Long, List<ExecutionRun>> runsOf = restarts.runs(ids);
        Map<Long, List<ArrayView>> arraysOf = arrays.ofExecutions(ids);
        return some.stream()
                .map(
                        row ->
                                new Parts(
                                        row,
                                        stagesOf.getOrDefault(id(row), List.of()),
                                        runsOf.getOrDefault(id(row), List.of()),
                                        arraysOf.getOrDefault(id(row), List.of()).stream()
                                                .collect(
                                                        Collectors.toMap(
                                                                ArrayView::id,
                                                                Function.identity()))))
                .toList();
    }

    private static long id(Execution row) {
        return Objects.requireNonNull(row.id);
    }

    private ExecutionView view(Parts parts) {
        Execution row = parts.row();
        List<StageViews.RenderedStage> rendered =
                parts.stages().stream().map(stage -> rendered(stage, parts)).toList();
        Optional<StageViews.RenderedStage> failed =
                rendered.stream()
                        .filter(stage -> stage.view().state().equals("FAILED"))
                        .findFirst();
        return new ExecutionView(
                id(row),
                row.definition,
                row.version,
                row.state,
                row.exitStatus,
                exitCode(parts, failed),
                row.reason == null ? failed.map(ExecutionViews::reason).orElse(null) : row.reason,
                codec.readMap(row.parameters),
                parts.runs().stream().map(RunView::of).toList(),
                row.createdAt,
                row.endedAt,
                rendered.stream()
                        .map(stage -> stage.view().progress().costUsd())
                        .reduce(BigDecimal.ZERO, BigDecimal::add),
                rendered.stream().map(StageViews.RenderedStage::view).toList(),
                next(row, failed));
    }

    private StageViews.RenderedStage rendered(Stage stage, Parts parts) {
        boolean open = parts.row().state.open();
        return stage.arrayId == null
                ? stages.planned(stage, open)
                : StageViews.begun(
                        stage, open, Objects.requireNonNull(parts.arrays().get(stage.arrayId)));
    }

    /** Null until every instance is terminated, since running instances are billed. */
    private static @Nullable Integer exitCode(
            Parts parts, Optional<StageViews.RenderedStage> failed) {
        ExecutionState state = parts.row().state;
        if (state.open() || !completed(parts.arrays())) {
            return null;
        }
        if (state == ExecutionState.COMPLETED) {
            return 0;
        }
        Integer code = failed.map(StageViews.RenderedStage::exitCode).orElse(null);
        return code == null || code == 0 ? 1 : code;
    }

    /** The on-complete action of every array was carried out. */
    private static boolean completed(Map<String, ArrayView> arrays) {
        return arrays.values().stream().allMatch(array -> array.exitCode() != null);
    }

    private static String reason(StageViews.RenderedStage stage) {
        String text = "%s: %s".formatted(stage.view().id(), stage.view().exitStatus());
        return stage.view().reason() == null ? text : text + ", " + stage.view().reason();
    }

    private static List<String> next(Execution row, Optional<StageViews.RenderedStage> failed) {
        long id = id(row);
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

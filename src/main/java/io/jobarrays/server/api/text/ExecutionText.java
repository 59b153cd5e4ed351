package io.jobarrays.server.api.text;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.batch.view.RunView;
import io.jobarrays.server.batch.view.StageView;
import java.util.List;

/** Text of {@code spawn executions show}: stages, failed indexes and reasons. */
public final class ExecutionText {
    private ExecutionText() {}

    public static String of(ExecutionView execution) {
        StringBuilder text = new StringBuilder(title(execution)).append('\n');
        if (execution.reason() != null) {
            text.append("  %s\n".formatted(execution.reason().replaceAll("\\p{Cntrl}+", " ")));
        }
        execution
                .parameters()
                .forEach((name, value) -> text.append("  %s=%s\n".formatted(name, plain(value))));
        if (execution.runs().size() > 1) {
            text.append('\n').append(runs(execution.runs()));
        }
        if (!execution.stages().isEmpty()) {
            text.append('\n').append(stages(execution.stages()));
        }
        return text.toString();
    }

    private static String runs(List<RunView> runs) {
        Columns columns = new Columns();
        columns.row("RUN", "VERSION", "FILES", "BEGUN");
        runs.forEach(
                run ->
                        columns.row(
                                run.number(),
                                run.version(),
                                run.files() == null ? null : run.files().substring(0, 12),
                                run.begunAt().truncatedTo(SECONDS)));
        return columns.text("");
    }

    /** The table, with notes below it; also for {@code /executions/{id}/steps}. */
    public static String stages(List<StageView> stages) {
        Columns columns = new Columns();
        columns.row("STAGE", "STATE", "RESULT", "SIZE", "PHASES", "FAILED", "ARRAY", "REASON");
        stages.forEach(stage -> stage(columns, stage));
        Columns notes = new Columns();
        stages.stream()
                .filter(stage -> stage.note() != null)
                .forEach(stage -> notes.row(stage.id(), stage.note()));
        return columns.text("") + (notes.isEmpty() ? "" : "\nNotes:\n" + notes.text("  "));
    }

    /** {@code Execution 3: preprocess-training version 1, FAILED (FAILED_1_OF_10)} */
    private static String title(ExecutionView execution) {
        String result = execution.exitStatus();
        boolean differs = result != null && !result.equals(execution.state().name());
        return "Execution %d: %s, %s%s"
                .formatted(
                        execution.id(),
                        job(execution),
                        execution.state(),
                        differs ? " (" + result + ")" : "");
    }

    private static String job(ExecutionView execution) {
        return execution.definition() == null
                ? "launch of one array"
                : "%s version %d".formatted(execution.definition(), execution.version());
    }

    private static void stage(Columns columns, StageView stage) {
        String failed = stage.failed();
        columns.row(
                stage.id(),
                stage.state(),
                stage.exitStatus(),
                stage.size(),
                Counts.phases(stage.counts()),
                failed == null || failed.isEmpty() ? null : "[" + failed + "]",
                stage.arrayId(),
                stage.reason());
    }

    private static String plain(String value) {
        return value.replaceAll("\\p{Cntrl}+", " ");
    }
}

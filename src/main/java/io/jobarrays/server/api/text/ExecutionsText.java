package io.jobarrays.server.api.text;

import io.jobarrays.contract.Durations;
import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.batch.view.StageView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Text of {@code spawn executions list}, newest first; each names the indexes that are not well.
 */
public final class ExecutionsText {
    private ExecutionsText() {}

    public static String of(List<ExecutionView> executions, Instant now) {
        if (executions.isEmpty()) {
            return "No executions.\n";
        }
        Columns columns = new Columns();
        columns.row("ID", "DEFINITION", "VERSION", "STATE", "RESULT", "CREATED", "TOOK", "REASON");
        executions.forEach(
                execution ->
                        columns.row(
                                execution.id(),
                                execution.definition(),
                                execution.version(),
                                execution.state(),
                                execution.exitStatus(),
                                StatusText.seconds(execution.createdAt()),
                                took(execution, now),
                                reasons(execution.stages())));
        return columns.text("");
    }

    /** {@code training: [3] EXIT_7; report: [0] collect: …}: the indexes that are not well. */
    private static String reasons(List<StageView> stages) {
        return stages.stream()
                .flatMap(stage -> Stream.of(reason(stage), note(stage)))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** The indexes once: the reason has them already where all ended the same way. */
    private static String reason(StageView stage) {
        if (stage.reason() == null && stage.failed() == null) {
            return "";
        }
        String failed = stage.failed() == null ? "" : "[%s]".formatted(stage.failed());
        String reason = stage.reason() == null ? "" : stage.reason();
        if (reason.startsWith(failed)) {
            return stage.id() + ": " + reason;
        }
        return "%s %s%s".formatted(stage.id(), failed, reason.isEmpty() ? "" : ": " + reason);
    }

    private static String note(StageView stage) {
        return stage.note() == null ? "" : stage.id() + ": " + stage.note();
    }

    private static String took(ExecutionView execution, Instant now) {
        Instant end = execution.endedAt() == null ? now : execution.endedAt();
        return Durations.format(Duration.between(execution.createdAt(), end));
    }
}

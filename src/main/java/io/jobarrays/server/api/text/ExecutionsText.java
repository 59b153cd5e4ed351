package io.jobarrays.server.api.text;

import io.jobarrays.contract.Durations;
import io.jobarrays.server.batch.view.ExecutionView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Text of {@code spawn executions list}, newest first. */
public final class ExecutionsText {
    private ExecutionsText() {}

    public static String of(List<ExecutionView> executions, Instant now) {
        if (executions.isEmpty()) {
            return "No executions.\n";
        }
        Columns columns = new Columns();
        columns.row("ID", "DEFINITION", "VERSION", "STATE", "RESULT", "CREATED", "TOOK");
        executions.forEach(
                execution ->
                        columns.row(
                                execution.id(),
                                execution.definition(),
                                execution.version(),
                                execution.state(),
                                execution.exitStatus(),
                                StatusText.seconds(execution.createdAt()),
                                took(execution, now)));
        return columns.text("");
    }

    private static String took(ExecutionView execution, Instant now) {
        Instant end = execution.endedAt() == null ? now : execution.endedAt();
        return Durations.format(Duration.between(execution.createdAt(), end));
    }
}

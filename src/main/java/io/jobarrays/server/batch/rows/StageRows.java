package io.jobarrays.server.batch.rows;

import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.jobxml.model.JobPlan;
import io.jobarrays.server.batch.jobxml.model.StagePlan;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Rows of stages; one method per transition. */
@ApplicationScoped
public class StageRows {
    private final SpecCodec codec;

    StageRows(SpecCodec codec) {
        this.codec = codec;
    }

    public Stage find(long execution, String stage) {
        return QuarkusTransaction.requiringNew().call(() -> read(execution, stage));
    }

    /** In the order of the job XML. */
    public List<Stage> ofExecution(long execution) {
        return QuarkusTransaction.requiringNew().call(() -> Stage.ofExecution(execution));
    }

    /** Of each execution in the order of the job XML; without executions that have none. */
    public Map<Long, List<Stage>> ofExecutions(List<Long> executions) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                Stage.ofExecutions(executions).stream()
                                        .collect(Collectors.groupingBy(stage -> stage.execution)));
    }

    /** Within the caller's transaction, which inserts the array. */
    public void recordArray(long execution, String stage, String arrayId) {
        read(execution, stage).arrayId = arrayId;
    }

    /** Why the stage's array could not be created. */
    public void recordRefusal(long execution, String stage, String reason) {
        QuarkusTransaction.requiringNew().run(() -> read(execution, stage).reason = reason);
    }

    /**
     * True when the stage had none; a restart records it again.
     *
     * @param withIt runs in the same transaction
     */
    public boolean recordExitStatus(
            long execution, String stage, String exitStatus, Consumer<Stage> withIt) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            Stage row = read(execution, stage);
                            boolean first = row.exitStatus == null;
                            row.exitStatus = exitStatus;
                            withIt.accept(row);
                            return first;
                        });
    }

    /** Forgets the results of failed stages before they run again. */
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

    /** Within the caller's transaction, which inserts the execution. */
    void insert(long execution, StagePlan plan, int position) {
        Stage row = row(execution, plan.id(), sealed(plan));
        row.position = position;
        row.plan(plan, flows(plan));
        row.persist();
    }

    /**
     * Gives stages that have not ended well what is new, within the caller's transaction; deletes
     * and inserts those that have not begun.
     */
    void correct(long execution, JobPlan plan) {
        Map<String, Stage> rows =
                Stage.ofExecution(execution).stream()
                        .collect(Collectors.toMap(stage -> stage.id, stage -> stage));
        int position = 0;
        for (StagePlan stage : plan.stages()) {
            Stage row = rows.remove(stage.id());
            if (row == null) {
                insert(execution, stage, position);
            } else {
                row.position = position;
                if (row.exitStatus == null || row.failed()) {
                    row.flags = sealed(stage);
                    row.plan(stage, flows(stage));
                }
            }
            position++;
        }
        rows.values().forEach(Stage::delete);
    }

    /** As {@link #insert}, for an array that is launched by itself. */
    void insertLaunch(long execution, String flags, String arrayId) {
        Stage row = row(execution, Stage.OF_LAUNCH, flags);
        row.arrayId = arrayId;
        row.persist();
    }

    private String sealed(StagePlan stage) {
        return codec.seal(ArraySpec.of(stage.flags())).text();
    }

    private String flows(StagePlan stage) {
        Map<String, String> flows = new TreeMap<>();
        stage.flows().forEach((source, stages) -> flows.put(source, String.join(",", stages)));
        return codec.writeMap(flows);
    }

    private static Stage row(long execution, String id, String flags) {
        Stage row = new Stage();
        row.execution = execution;
        row.id = id;
        row.flags = flags;
        return row;
    }

    private static Stage read(long execution, String stage) {
        return Stage.<Stage>findByIdOptional(new Stage.Key(execution, stage)).orElseThrow();
    }
}

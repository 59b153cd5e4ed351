package io.jobarrays.server.batch.rows;

import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.batch.jobxml.model.JobPlan;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of executions that run again, and of what each run ran with. */
@ApplicationScoped
public class RestartRows {
    private static final String RERUN =
            """
            state = STARTED, renewing = false, stopping = false, endedAt = null, exitStatus = null,
            reason = null, stumbles = 0
            where id = ?1 and state in (FAILED, STOPPED, COMPLETED)
            """;

    private final ExecutionRows executions;
    private final StageRows stages;
    private final SpecCodec codec;
    private final Clock clock;

    RestartRows(ExecutionRows executions, StageRows stages, SpecCodec codec, Clock clock) {
        this.executions = executions;
        this.stages = stages;
        this.codec = codec;
        this.clock = clock;
    }

    /** A user restarts it: stages and members that did not succeed begin again. */
    public void reopen(long id) {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            Execution row = restartable(id);
                            row.reopen();
                            addRun(row);
                        });
    }

    /**
     * As {@link #reopen}, with another version, parameters or files. The batch engine runs a new
     * job, which skips what has ended.
     */
    public void correct(
            long id,
            int version,
            JobPlan plan,
            Map<String, String> parameters,
            @Nullable String bundle) {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            Execution row = restartable(id);
                            DefinitionRows.hold(Objects.requireNonNull(row.definition), version);
                            if (version != row.version) {
                                row.batchId = null;
                            }
                            row.version = version;
                            row.parameters = codec.writeMap(parameters);
                            row.decisions = codec.writeMap(plan.decisions());
                            row.bundle = bundle;
                            row.reopen();
                            addRun(row);
                            stages.correct(id, plan);
                        });
    }

    /**
     * @throws Refused when it cannot be restarted
     */
    public void requireRestartable(long id) {
        QuarkusTransaction.requiringNew().run(() -> restartable(id));
    }

    /** A verb on its arrays runs it again, whatever its result was. */
    public void rerun(long id) {
        executions.change(id, RERUN, "it has to end first, and must not be abandoned");
    }

    /** What each of them ran with, in order; without those that have no runs. */
    public Map<Long, List<ExecutionRun>> runs(List<Long> ids) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                ExecutionRun.of(ids).stream()
                                        .collect(Collectors.groupingBy(run -> run.execution)));
    }

    private void addRun(Execution row) {
        if (row.definition != null) {
            ExecutionRun.add(row, clock.instant());
        }
    }

    private Execution restartable(long id) {
        Execution row =
                Execution.<Execution>findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                        .orElseThrow(() -> new NotFound("there is no execution " + id));
        if (!row.state.restartable()) {
            throw executions.wrongState(id, "only one that failed or was stopped can be restarted");
        }
        return row;
    }
}

package io.jobarrays.server.batch.rows;

import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.SubmissionWarnings;
import io.jobarrays.server.batch.jobxml.model.JobPlan;
import io.jobarrays.server.batch.jobxml.model.StagePlan;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of executions: written, changed where their state allows it, found. */
@ApplicationScoped
public class ExecutionRows {
    private final JsonText json;
    private final Clock clock;

    ExecutionRows(JsonText json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    public long insert(
            String definition,
            int version,
            JobPlan plan,
            Map<String, String> parameters,
            @Nullable String bundle) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            Execution row = new Execution();
                            row.definition = definition;
                            row.version = version;
                            row.parameters = json.of(parameters);
                            row.decisions = json.of(plan.decisions());
                            row.bundle = bundle;
                            long id = persist(row);
                            int position = 0;
                            for (StagePlan stage : plan.stages()) {
                                persist(
                                        id,
                                        stage.id(),
                                        position++,
                                        stage.flags(),
                                        String.join(",", stage.inputs()));
                            }
                            return id;
                        });
    }

    /** Of one array by itself. */
    public long insertLaunch(ArraySpec spec) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            Execution row = new Execution();
                            row.bundle = spec.work().bundle();
                            long id = persist(row);
                            persist(id, Stage.OF_LAUNCH, 0, spec.flags(), "");
                            return id;
                        });
    }

    public List<String> warnings(long id) {
        return QuarkusTransaction.requiringNew().call(() -> Stage.ofExecution(id)).stream()
                .flatMap(row -> SubmissionWarnings.of(row.id, json.flat(row.flags)).stream())
                .toList();
    }

    public Execution find(long id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Execution.<Execution>findByIdOptional(id))
                .orElseThrow(() -> new NotFound("there is no execution " + id));
    }

    public List<Execution> list(
            @Nullable String state, @Nullable String definition, long before, int limit) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                Execution.<Execution>find(
                                                """
                                                definition is not null
                                                and (?1 is null or cast(state as String) = ?1)
                                                and (?2 is null or definition = ?2)
                                                and (?3 = 0 or id < ?3) order by id desc
                                                """,
                                                state,
                                                definition,
                                                before)
                                        .page(Page.ofSize(limit))
                                        .list());
    }

    public void delete(long id) {
        QuarkusTransaction.requiringNew().run(() -> Execution.deleteById(id));
    }

    public void reopen(long id) {
        change(
                id,
                "state = STARTED, renewing = true, stopping = false, endedAt = null, exitStatus ="
                        + " null, reason = null, stumbles = 0 where id = ?1 and state in (FAILED,"
                        + " STOPPED)",
                "only one that failed or was stopped can be restarted");
    }

    /** To be walked once more, whatever it came to before. */
    public void rerun(long id) {
        change(
                id,
                "state = STARTED, renewing = false, stopping = false, endedAt = null, exitStatus ="
                        + " null, reason = null, stumbles = 0 where id = ?1 and state in (FAILED,"
                        + " STOPPED, COMPLETED)",
                "it has to end first, and must not be abandoned");
    }

    public void markStopping(long id) {
        change(
                id,
                "stopping = true where id = ?1 and state in (STARTING, STARTED)",
                "only one that goes on can be stopped");
    }

    public void abandon(long id) {
        change(
                id,
                "state = ABANDONED where id = ?1 and state in (FAILED, STOPPED)",
                "only one that failed or was stopped can be abandoned");
    }

    /** With what the engine wrote about it. */
    public void purge(long id) {
        if (find(id).state.open()) {
            throw wrongState(id, "only one that has ended can be purged");
        }
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            Execution.getEntityManager()
                                    .createNativeQuery(
                                            """
                                            delete from batch.job_instance where jobinstanceid in (
                                                select j.jobinstanceid from batch.job_execution j
                                                join execution e on e.batch_id = j.jobexecutionid
                                                where e.id = ?1)
                                            """)
                                    .setParameter(1, id)
                                    .executeUpdate();
                            Execution.deleteById(id);
                        });
    }

    private void change(long id, String update, String otherwise) {
        int rows = QuarkusTransaction.requiringNew().call(() -> Execution.update(update, id));
        if (rows == 0) {
            throw wrongState(id, otherwise);
        }
    }

    public Refused wrongState(long id, String sentence) {
        ExecutionState state =
                QuarkusTransaction.requiringNew()
                        .call(() -> Execution.<Execution>findById(id).state);
        return new Refused(
                409, "SPAWN-WRONG-STATE", "execution %d is %s; %s".formatted(id, state, sentence));
    }

    private long persist(Execution row) {
        row.createdAt = clock.instant();
        row.persist();
        return Objects.requireNonNull(row.id);
    }

    private void persist(
            long execution, String id, int position, Map<String, String> flags, String inputs) {
        Stage row = new Stage();
        row.execution = execution;
        row.id = id;
        row.position = position;
        row.flags = json.sealed(flags);
        row.inputs = inputs;
        row.persist();
    }
}

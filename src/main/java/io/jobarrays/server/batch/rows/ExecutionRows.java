package io.jobarrays.server.batch.rows;

import io.jobarrays.server.arrays.rows.SealedSpec;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.batch.jobxml.model.JobPlan;
import io.jobarrays.server.batch.jobxml.model.StagePlan;
import io.jobarrays.server.net.NotifyTarget;
import io.jobarrays.server.notify.Notifications;
import io.jobarrays.server.notify.NotifyEvent;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows of executions; one method per transition, refused where the state does not allow it. */
@ApplicationScoped
public class ExecutionRows {
    private static final String STOPPING =
            "stopping = true where id = ?1 and state in (STARTING, STARTED)";

    private final StageRows stages;
    private final SpecCodec codec;
    private final Notifications notifications;
    private final Clock clock;

    ExecutionRows(StageRows stages, SpecCodec codec, Notifications notifications, Clock clock) {
        this.stages = stages;
        this.codec = codec;
        this.notifications = notifications;
        this.clock = clock;
    }

    /**
     * Inserts an execution of a definition with its stages.
     *
     * @param notify receiver of its notifications; null: the one in the settings
     */
    public long insert(
            String definition,
            int version,
            JobPlan plan,
            Map<String, String> parameters,
            @Nullable String bundle,
            @Nullable Dependency after,
            @Nullable NotifyTarget notify) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            DefinitionRows.hold(definition, version);
                            Execution row = new Execution();
                            row.definition = definition;
                            row.version = version;
                            row.parameters = codec.writeMap(parameters);
                            row.decisions = codec.writeMap(plan.decisions());
                            row.bundle = bundle;
                            waitFor(row, after);
                            long id = persist(row);
                            if (notify != null) {
                                notifications.setTarget(id, notify);
                            }
                            ExecutionRun.add(row, row.createdAt);
                            int position = 0;
                            for (StagePlan stage : plan.stages()) {
                                stages.insert(id, stage, position++);
                            }
                            return id;
                        });
    }

    /**
     * Inserts the execution of an array that is launched by itself, within the caller's
     * transaction, which inserts the array.
     */
    public long insertLaunch(SealedSpec spec, String arrayId, @Nullable Dependency after) {
        Execution row = new Execution();
        waitFor(row, after);
        row.bundle = spec.spec().work().bundle();
        long id = persist(row);
        stages.insertLaunch(id, spec.text(), arrayId);
        return id;
    }

    private static void waitFor(Execution row, @Nullable Dependency after) {
        if (after != null) {
            row.afterExecution = after.execution();
            row.afterAny = after.any();
        }
    }

    /** Executions that wait for the end of another one. */
    public List<Execution> waiting() {
        return QuarkusTransaction.requiringNew()
                .call(() -> Execution.list("afterExecution is not null order by id"));
    }

    /** It does not wait any more. */
    public void recordTurn(long id) {
        change(id, row -> row.afterExecution = null);
    }

    /** It will not begin. */
    public void recordNeverBegan(long id, String why) {
        change(
                id,
                row -> {
                    row.afterExecution = null;
                    row.reason = why;
                });
    }

    /** Empty when it was purged. */
    public Optional<Execution> findOptional(long id) {
        return QuarkusTransaction.requiringNew().call(() -> Execution.findByIdOptional(id));
    }

    public Execution find(long id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Execution.<Execution>findByIdOptional(id))
                .orElseThrow(() -> new NotFound("there is no execution " + id));
    }

    /**
     * Executions of definitions, newest first.
     *
     * @param before only executions with lower ids; 0 for all
     */
    public List<Execution> list(ExecutionFilter filter, long before, int limit) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                Execution.<Execution>find(
                                                """
                                                definition is not null
                                                and (?1 is null or state = ?1)
                                                and (?2 is null or definition = ?2)
                                                and createdAt >= ?3
                                                and (?4 = 0 or id < ?4) order by id desc
                                                """,
                                                filter.state(),
                                                filter.definition(),
                                                filter.since(),
                                                before)
                                        .page(Page.ofSize(limit))
                                        .list());
    }

    /** Executions that a user asked to stop. */
    public List<Long> stoppingIds() {
        return QuarkusTransaction.requiringNew().call(Execution::stoppingIds);
    }

    /**
     * Open executions without a valid lease; one of another owner is void.
     *
     * @param minAgeSeconds of one that never had a lease: its process may be about to take it
     */
    public List<Long> unattendedIds(String owner, int minAgeSeconds) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Execution.unattendedIds(owner, minAgeSeconds));
    }

    /** The batch engine has started or restarted the execution's batch job. */
    public void recordStart(long id, long batchId) {
        change(
                id,
                row -> {
                    row.batchId = batchId;
                    row.renewing = false;
                    if (row.state == ExecutionState.STARTING) {
                        row.state = ExecutionState.STARTED;
                    }
                });
    }

    /** The batch job failed on a bug or an outage, not on its work. */
    public void recordStumble(long id) {
        change(id, row -> row.stumbles++);
    }

    /**
     * @return the row after the change
     */
    public Execution recordEnd(long id, ExecutionState state, @Nullable String exitStatus) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            Execution row = Execution.<Execution>findByIdOptional(id).orElseThrow();
                            row.state = state;
                            row.exitStatus = exitStatus;
                            row.endedAt = clock.instant();
                            row.stopping = false;
                            row.renewing = false;
                            row.stumbles = 0;
                            notifyOfEnd(id, row);
                            return row;
                        });
    }

    /** A launch tells of the end of its array. */
    private void notifyOfEnd(long id, Execution row) {
        if (row.definition != null) {
            NotifyEvent event =
                    NotifyEvent.executionEnded(id, row.definition, row.state.toString());
            notifications.targetOf(id).ifPresent(target -> notifications.add(event, target));
        }
    }

    public void markStopping(long id) {
        change(id, STOPPING, "only one that goes on can be stopped");
    }

    /** As {@link #markStopping}; false without effect for one that has ended. */
    public boolean markStoppingIfOpen(long id) {
        return QuarkusTransaction.requiringNew().call(() -> Execution.update(STOPPING, id)) > 0;
    }

    public void abandon(long id) {
        change(
                id,
                "state = ABANDONED where id = ?1 and state in (FAILED, STOPPED)",
                "only one that failed or was stopped can be abandoned");
    }

    public Refused wrongState(long id, String sentence) {
        return new Refused(
                409,
                "SPAWN-WRONG-STATE",
                "execution %d is %s; %s".formatted(id, find(id).state, sentence));
    }

    /** Refused with the sentence where the update matches no row. */
    void change(long id, String update, String otherwise) {
        int rows = QuarkusTransaction.requiringNew().call(() -> Execution.update(update, id));
        if (rows == 0) {
            throw wrongState(id, otherwise);
        }
    }

    private static void change(long id, Consumer<Execution> change) {
        QuarkusTransaction.requiringNew()
                .run(() -> Execution.<Execution>findByIdOptional(id).ifPresent(change));
    }

    private long persist(Execution row) {
        row.createdAt = clock.instant();
        row.persist();
        return Objects.requireNonNull(row.id);
    }
}

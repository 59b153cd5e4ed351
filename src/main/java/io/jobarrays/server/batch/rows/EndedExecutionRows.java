package io.jobarrays.server.batch.rows;

import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Rows of executions that have ended: finds and deletes them. */
@ApplicationScoped
public class EndedExecutionRows {
    private final EntityManager database;

    EndedExecutionRows(EntityManager database) {
        this.database = database;
    }

    /** The oldest first, without those for whose end another one waits. */
    public List<EndedExecution> oldestFirst() {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                Execution.find(
                                                """
                                                select id, endedAt from Execution e
                                                where endedAt is not null
                                                and state not in (STARTING, STARTED)
                                                and not exists (select 1 from Execution w
                                                    where w.afterExecution = e.id)
                                                order by endedAt, id
                                                """)
                                        .project(EndedExecution.class)
                                        .list());
    }

    /** SHA-256 of the bundles of all executions. */
    public Set<String> bundles() {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                new HashSet<>(
                                        Execution.find(
                                                        "select distinct bundle from Execution"
                                                                + " where bundle is not null")
                                                .project(String.class)
                                                .list()));
    }

    /**
     * Within the caller's transaction: no verb reopens the execution until it is deleted.
     *
     * @throws Refused when it goes on
     */
    public void lock(long id) {
        Execution row =
                Execution.<Execution>findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                        .orElseThrow(() -> new NotFound("there is no execution " + id));
        if (row.state.open()) {
            throw new Refused(
                    409,
                    "SPAWN-WRONG-STATE",
                    "execution %d is %s; only one that has ended can be deleted, \"spawn executions stop %d\" stops it"
                            .formatted(id, row.state, id));
        }
    }

    /** Within the caller's transaction, with its stages and all its jobs in the batch engine. */
    public void delete(long id) {
        database.createNativeQuery(
                        """
                        delete from batch.job_instance where jobinstanceid in (
                            select jobinstanceid from batch.job_execution
                            where jobparameters in (?1)
                            or jobexecutionid = (select batch_id from execution where id = ?2))
                        """)
                .setParameter(1, parameters(id))
                .setParameter(2, id)
                .executeUpdate();
        Execution.deleteById(id);
    }

    /** As the batch engine writes them. */
    private static List<String> parameters(long id) {
        return Stream.of("", "\n").map(end -> "execution = " + id + end).toList();
    }
}

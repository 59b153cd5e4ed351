package io.jobarrays.server.batch.engine;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.hibernate.Session;

/** Rows of the batch engine, and edits of rows that a test needs. */
@ApplicationScoped
public class BatchTables {
    private final EntityManager database;

    BatchTables(EntityManager database) {
        this.database = database;
    }

    /** Steps of the newest job execution as {@code step exitStatus partitions}, in order. */
    public List<String> steps(long execution) {
        return texts(
                """
                select s.stepname || ' ' || s.exitstatus || ' ' ||
                    (select count(*) from batch.partition_execution p
                     where p.stepexecutionid = s.stepexecutionid)
                from execution e join batch.step_execution s on s.jobexecutionid = e.batch_id
                where e.id = %d order by s.stepexecutionid
                """
                        .formatted(execution));
    }

    /** Parameters of every job execution of the execution. */
    public List<String> parameters(long execution) {
        return texts(
                """
                select j.jobparameters from execution e
                join batch.job_execution j on j.jobexecutionid = e.batch_id where e.id = %d
                """
                        .formatted(execution));
    }

    /** Leaves rows as if the process had been killed while it ran the execution. */
    public void cutOff(long execution) {
        update(
                """
                with cut as (
                    insert into batch.job_execution
                        (jobinstanceid, createtime, starttime, batchstatus, jobparameters)
                    select j.jobinstanceid, now(), now(), 'STARTED', j.jobparameters
                    from execution e
                    join batch.job_execution j on j.jobexecutionid = e.batch_id where e.id = %1$d
                    returning jobexecutionid),
                steps as (
                    insert into batch.step_execution (jobexecutionid, stepname, batchstatus)
                    select cut.jobexecutionid, s.stepname, 'STARTED' from cut, execution e
                    join batch.step_execution s on s.jobexecutionid = e.batch_id where e.id = %1$d)
                update execution set state = 'STARTED', ended_at = null,
                    batch_id = (select jobexecutionid from cut)
                where id = %1$d
                """
                        .formatted(execution));
        update(
                "update lease set owner = 'killed', expires_at = now() where execution = "
                        + execution);
    }

    /** Inserts a step of a job that no process runs; its id. */
    long insertStep() {
        return Long.parseLong(
                texts(
                                """
                                with instance as (
                                    insert into batch.job_instance (jobname) values ('test')
                                    returning jobinstanceid),
                                job as (
                                    insert into batch.job_execution (jobinstanceid, batchstatus)
                                    select jobinstanceid, 'COMPLETED' from instance
                                    returning jobexecutionid)
                                insert into batch.step_execution (jobexecutionid, stepname)
                                select jobexecutionid, 'step' from job
                                returning cast(stepexecutionid as text)
                                """)
                        .getFirst());
    }

    /** Partitions of the step as {@code batchStatus exitStatus}. */
    List<String> partitions(long step) {
        return texts(
                """
                select batchstatus || ' ' || coalesce(exitstatus, 'null')
                from batch.partition_execution where stepexecutionid = %d
                """
                        .formatted(step));
    }

    /** Leaves the definition as a server before V9 stored it. */
    public void forgetDerivedColumns(String definition) {
        update(
                "update definition set graph = null, expanded = null, restartable = null"
                        + " where name = '"
                        + definition
                        + "'");
    }

    private void update(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }

    private List<String> texts(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                database.unwrap(Session.class)
                                        .createNativeQuery(sql, String.class)
                                        .getResultList());
    }
}

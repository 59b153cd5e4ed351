package io.jobarrays.server.batch.engine;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.hibernate.Session;

/** What the batch engine wrote. */
@ApplicationScoped
public class BatchTables {
    private final EntityManager database;

    BatchTables(EntityManager database) {
        this.database = database;
    }

    /** The steps of the newest walk as {@code step exitStatus partitions}, in order. */
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

    /** Every parameter any walk of the execution was given. */
    public List<String> parameters(long execution) {
        return texts(
                """
                select j.jobparameters from execution e
                join batch.job_execution j on j.jobexecutionid = e.batch_id where e.id = %d
                """
                        .formatted(execution));
    }

    /** The newest walk stands there as if its process had been killed in the middle of it. */
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

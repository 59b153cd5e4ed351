package io.jobarrays.server.batch.engine;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/** Triggers that make one write of one job fail, once; the sequence keeps the count on rollback. */
@ApplicationScoped
public class FailingWrites {
    private static final String OF_JOB =
            "(select jobname from batch.job_instance i where i.jobinstanceid = new.jobinstanceid)"
                    + " like '%1$s.v%%'";
    private static final String OF_STEP =
            "(select stepname from batch.step_execution s where s.stepexecutionid ="
                    + " new.stepexecutionid) like 'simulated-%1$s.%%'";

    /** A write between the take of the lease and the end of the batch job. */
    public enum Write {
        JOB_INSTANCE("insert on batch.job_instance", "new.jobname like '%1$s.v%%'"),
        JOB_EXECUTION("insert on batch.job_execution", OF_JOB),
        BATCH_ID(
                "update on execution",
                "new.definition = '%1$s' and new.batch_id is distinct from old.batch_id"),
        JOB_THREAD("update on batch.job_execution", OF_JOB),
        STEP_START("insert on batch.step_execution", "new.stepname like 'simulated-%1$s.%%'"),
        STEP_END("update on batch.step_execution", "new.stepname like 'simulated-%1$s.%%'"),
        PARTITION_START("insert on batch.partition_execution", OF_STEP),
        PARTITION_END("update on batch.partition_execution", OF_STEP),
        STAGE_OUTCOME(
                "update on stage",
                "new.id = 'simulated-%1$s' and new.exit_status is distinct from old.exit_status"),
        JOB_END("update on batch.job_execution", OF_JOB + " and new.endtime is not null"),
        EXECUTION_END(
                "update on execution", "new.definition = '%1$s' and new.ended_at is not null");

        private final String event;
        private final String condition;

        Write(String event, String condition) {
            this.event = event;
            this.condition = condition;
        }
    }

    private final EntityManager database;

    FailingWrites(EntityManager database) {
        this.database = database;
    }

    public void failOnce(Write write, String job) {
        String name = "failing_" + write;
        run("create sequence " + name);
        run(
                """
                create function %1$s() returns trigger language plpgsql as $$ begin
                    if %2$s then
                        if nextval('%1$s') = 1 then raise exception 'injected at %3$s'; end if;
                    end if;
                    return new;
                end $$
                """
                        .formatted(name, write.condition.formatted(job), write));
        run(
                "create trigger %1$s before %2$s for each row execute function %1$s()"
                        .formatted(name, write.event));
    }

    public void remove(Write write) {
        run("drop function failing_%s cascade".formatted(write));
        run("drop sequence failing_" + write);
    }

    private void run(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }
}

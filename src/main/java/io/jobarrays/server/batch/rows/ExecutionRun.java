package io.jobarrays.server.batch.rows;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Row of what an execution ran with, from its begin or one of its restarts on. */
@Entity
@IdClass(ExecutionRun.Key.class)
public class ExecutionRun extends PanacheEntityBase {
    @Id public long execution;

    /** 1 for the begin. */
    @Id public int number;

    public int version;
    public @Nullable String bundle;
    public Instant begunAt = Instant.EPOCH;

    /** Primary key. */
    public record Key(long execution, int number) implements Serializable {}

    /** Within the caller's transaction. */
    static void add(Execution row, Instant now) {
        ExecutionRun run = new ExecutionRun();
        run.execution = Objects.requireNonNull(row.id);
        run.number = (int) count("execution", run.execution) + 1;
        run.version = row.version;
        run.bundle = row.bundle;
        run.begunAt = now;
        run.persist();
    }

    /** Of each execution in their order; within the caller's transaction. */
    static List<ExecutionRun> of(List<Long> executions) {
        return list("execution in ?1 order by execution, number", executions);
    }
}

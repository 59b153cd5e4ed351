package io.jobarrays.server.batch.rows;

import io.jobarrays.server.batch.jobxml.model.StagePlan;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** One stage of one execution: its array's spec and its result. */
@Entity
@DynamicUpdate
@IdClass(Stage.Key.class)
public class Stage extends PanacheEntityBase {
    /** Id of the only stage of an array that was launched by itself. */
    public static final String OF_LAUNCH = "array";

    @Id public long execution;
    @Id public String id = "";
    public int position;

    /** {@code ArraySpec} flags as sealed JSON. */
    public String flags = "{}";

    /** Earlier stages, separated by commas. */
    public String inputs = "";

    /** By stage that it waits for: the stages of that one's flow, separated by commas; as JSON. */
    public String flows = "{}";

    /** Stage on whose machines it runs; null: it launches its own. */
    public @Nullable String machines;

    /** Those of its members, as ranges. */
    public String indexes = "";

    public @Nullable String arrayId;

    /** {@code ALL_OK FAILED_1_OF_10 NOT_VIABLE UP}; null until release. */
    public @Nullable String exitStatus;

    public @Nullable String reason;

    /** One row per execution and stage. */
    public record Key(long execution, String id) implements Serializable {}

    static List<Stage> ofExecution(long execution) {
        return ofExecutions(List.of(execution));
    }

    /** Of each execution in the order of the job XML. */
    static List<Stage> ofExecutions(List<Long> executions) {
        return list("execution in ?1 order by execution, position", executions);
    }

    /** What the job says of it, besides its flags. */
    void plan(StagePlan plan, String itsFlows) {
        inputs = String.join(",", plan.inputs());
        flows = itsFlows;
        machines = plan.machines();
        indexes = plan.indexes().ranges();
    }

    public List<String> inputStages() {
        return inputs.isEmpty() ? List.of() : List.of(inputs.split(",", -1));
    }

    public boolean failed() {
        return exitStatus != null
                && (exitStatus.startsWith("FAILED") || exitStatus.startsWith("NOT_VIABLE"));
    }
}

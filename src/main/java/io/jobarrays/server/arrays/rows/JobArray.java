package io.jobarrays.server.arrays.rows;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * An array's row: what was asked and how far it came. Machines belong to it, work to its execution.
 */
@Entity
@DynamicUpdate
public class JobArray extends PanacheEntityBase {
    @Id public String id = "";
    public String name = "";
    public @Nullable String label;
    public int size;
    public boolean standalone;

    /** {@code ArraySpec#flags} as JSON. */
    public String flags = "{}";

    public long execution;
    public @Nullable String stage;

    /** Stage to array id, as JSON. */
    public String inputArrays = "{}";

    public String region = "";

    @Enumerated(EnumType.STRING)
    public ArrayState state = ArrayState.LAUNCHING;

    public int peersGeneration;
    public @Nullable String outcome;
    public @Nullable String reason;

    /** Its batch job has ended, whatever way. */
    public boolean finished;

    /** All its machines are to go. */
    public boolean draining;

    /** Why the last launch call brought nothing: EC2's code and the sentence. */
    public @Nullable String launchCode;

    public @Nullable String launchReason;
    public Instant createdAt = Instant.EPOCH;

    /** Stopped while its work went on; nobody drains it before it is started again. */
    public boolean suspended;

    /** When what {@code on-complete} says is due; null before its work has ended. */
    public @Nullable Instant completeAt;

    /** What {@code on-complete} says was done. */
    public boolean completed;

    /** Of the roster that was published last, with machines and addresses. */
    public String rosterHash = "";

    public @Nullable Instant endedAt;

    public static List<JobArray> notEnded() {
        return list("endedAt is null");
    }

    public static Optional<JobArray> ofStage(long execution, String stage) {
        return find("execution = ?1 and stage = ?2", execution, stage).firstResultOptional();
    }

    public static List<JobArray> ofExecution(long execution) {
        return list("execution", execution);
    }
}

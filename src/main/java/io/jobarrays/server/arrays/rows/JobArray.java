package io.jobarrays.server.arrays.rows;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** Row of an array: its spec and its state. Transitions are in {@link ArrayRows}. */
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

    /** Its batch job has ended, with whatever status. */
    public boolean finished;

    /** All its instances are to be terminated. */
    public boolean draining;

    /** EC2's code of the last launch call when it failed, wholly or in part. */
    public @Nullable String launchCode;

    public @Nullable String launchReason;

    /** No launch call before this time, after one that failed. */
    public @Nullable Instant launchRetryAt;

    /** When EC2's launch rate admits its last call, estimated; null when it does not wait. */
    public @Nullable Instant launchQueuedUntil;

    public Instant createdAt = Instant.EPOCH;

    /** Stopped before its work had ended; it is not drained before it is started again. */
    public boolean suspended;

    /** When the on-complete action is due; null before the work has ended. */
    public @Nullable Instant completeAt;

    /** The on-complete action was carried out. */
    public boolean completed;

    /** Hash of the last published peers. */
    public String rosterHash = "";

    public @Nullable Instant endedAt;

    /** Forgets the result of the last run: the batch job runs the array again. */
    public void reopen() {
        finished = false;
        completed = false;
        completeAt = null;
        outcome = null;
        reason = null;
        launchCode = null;
        launchReason = null;
        launchRetryAt = null;
        launchQueuedUntil = null;
        endedAt = null;
    }

    /** Reopens the array and launches its instances again. */
    public void relaunch() {
        reopen();
        draining = false;
        suspended = false;
        state = ArrayState.LAUNCHING;
    }

    public static List<JobArray> notEnded() {
        return list("endedAt is null");
    }

    public static List<JobArray> ofIds(List<String> ids) {
        return list("id in ?1", ids);
    }

    public static List<JobArray> ofExecution(long execution) {
        return list("execution", execution);
    }
}

package io.jobarrays.server.instances.rows;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Row of an instance id that EC2 returned; kept after the instance has terminated. */
// All columns are updated: Hibernate batches no dynamic updates. Rows are locked before they are
// changed, so that a poll does not overwrite an enrolment that is committed at the same time.
@Entity
public class Instance extends PanacheEntityBase {
    @Id public String instanceId = "";
    public String arrayId = "";
    public int index;
    public int generation;
    public int attempt;

    /** The last attempt whose work it received; 0: none yet. */
    public int workAttempt;

    @Enumerated(EnumType.STRING)
    public InstanceState state = InstanceState.PENDING;

    public @Nullable String reason;
    public String instanceType = "";
    public @Nullable String az;
    public @Nullable String privateIp;
    public @Nullable String publicIp;
    public String nonceHash = "";
    public Instant launchedAt = Instant.EPOCH;

    /** Start of the current time in state running; null in other states. */
    public @Nullable Instant runningSince;

    public @Nullable Instant enrolledAt;

    /** Whether name and index are written as tags. */
    public boolean tagged;

    /** Generation of peers in its tag; 0: none. */
    public int peersTag;

    /** Deadline in its tag; null: none is recorded. */
    public @Nullable Instant deadlineTag;

    /** When its end was requested; stands until EC2 confirms the end. */
    public @Nullable Instant endRequestedAt;

    public @Nullable Instant endedAt;

    public static List<Instance> ofArrays(List<String> arrayIds) {
        return list("arrayId in ?1", arrayIds);
    }

    public static List<Instance> ofArray(String arrayId) {
        return list("arrayId", arrayId);
    }

    /** Number of instances that ever filled the index, live or not. */
    public static int countOf(String arrayId, int index) {
        return (int) count("arrayId = ?1 and index = ?2", arrayId, index);
    }

    /** Whether an instance of the index is not yet shutting down. */
    public static boolean isLive(String arrayId, int index) {
        return count(
                        "arrayId = ?1 and index = ?2 and state not in (?3, ?4)",
                        arrayId,
                        index,
                        InstanceState.SHUTTING_DOWN,
                        InstanceState.TERMINATED)
                > 0;
    }

    /** Records that EC2 does not know the instance any longer; false when it had ended before. */
    boolean markMissing(Instant now) {
        if (state == InstanceState.TERMINATED) {
            return false;
        }
        state = InstanceState.TERMINATED;
        reason = "EC2 no longer knows it";
        endedAt = now;
        return true;
    }

    Assignment assignment() {
        return new Assignment(arrayId, index, generation, attempt, instanceId);
    }
}

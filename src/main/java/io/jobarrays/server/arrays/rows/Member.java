package io.jobarrays.server.arrays.rows;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * Row of a member: one index of an array. Its instance is the one of the newest generation.
 * Transitions are in {@link MemberRows}, {@link MemberPowerRows} and {@link MemberDeadlineRows}.
 */
@Entity
@DynamicUpdate
@IdClass(Member.Key.class)
public class Member extends PanacheEntityBase {
    @Id public String arrayId = "";
    @Id public int index;
    public String name = "";
    public int attempt = 1;

    /** Generation of peers that its agent acknowledged; 0: sent only, -1: not sent. */
    public int peersGeneration = -1;

    /** {@code ExitReason} of this attempt; null while it is open. */
    public @Nullable String exitStatus;

    public @Nullable String reason;
    public @Nullable Instant endedAt;

    /** Why outputs of this attempt are on its instance only; null when none are. */
    public @Nullable String unkeptOutputs;

    /** Its instance has ended with the unkept outputs. */
    public boolean outputsLost;

    /** When this attempt began to wait for an instance. */
    public Instant attemptAt = Instant.EPOCH;

    /** When EC2's launch rate admitted the call for this attempt; null before. */
    public @Nullable Instant admittedAt;

    @Enumerated(EnumType.STRING)
    public DesiredPower power = DesiredPower.RUNNING;

    /** When the desired power was requested. */
    public @Nullable Instant powerAt;

    /** EC2's last refusal of the desired power. */
    public @Nullable String powerReason;

    /** Its agent has ended the work before a stop. */
    public boolean halted;

    /** Its agent has paused the deadline. */
    public boolean paused;

    /** Null while its instance is off, or without TTL. */
    public @Nullable Instant ttlDeadline;

    /** Seconds; null while its instance runs, or without TTL. */
    public @Nullable Long ttlRemaining;

    /** Deadline that its agent has stored on disk. */
    public @Nullable Instant deadlineStored;

    /** Instances of a lower generation are to be replaced. */
    public int leastGeneration;

    public int retries;
    public int reclaims;
    public @Nullable Instant interruptedAt;
    public @Nullable String busy;
    public @Nullable Instant idleSince;

    /** Removed by scaling down. */
    public boolean retired;

    /** Primary key. */
    public record Key(String arrayId, int index) implements Serializable {}

    public static List<Member> ofArray(String arrayId) {
        return list("arrayId = ?1 order by index", arrayId);
    }

    /** By array and index. */
    public static List<Member> ofArrays(List<String> arrayIds) {
        return list("arrayId in ?1 order by arrayId, index", arrayIds);
    }

    /** Returns to an array that is scaled up again, with a new instance. */
    public void rejoin(int minGeneration) {
        retired = false;
        power = DesiredPower.RUNNING;
        leastGeneration = minGeneration;
    }
}

package io.jobarrays.server.arrays.rows;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** The place of one index; what fills it is the instance of its newest generation. */
@Entity
@DynamicUpdate
@IdClass(Member.Key.class)
public class Member extends PanacheEntityBase {
    @Id public String arrayId = "";
    @Id public int index;
    public String name = "";
    public int attempt = 1;

    /**
     * The generation of peers its agent acknowledged; 0: none yet, -1: none was made for it yet.
     */
    public int peersGeneration = -1;

    /** {@code ExitReason} of this attempt; null while it is open. */
    public @Nullable String exitStatus;

    public @Nullable String reason;
    public @Nullable Instant endedAt;

    /** When this attempt began to wait for its machine. */
    public Instant attemptAt = Instant.EPOCH;

    @Enumerated(EnumType.STRING)
    public DesiredPower power = DesiredPower.RUNNING;

    /** When that was asked for. */
    public @Nullable Instant powerAt;

    /** What EC2 had against it the last time. */
    public @Nullable String powerReason;

    /** Its work has ended so that its machine can stop. */
    public boolean halted;

    /** Its agent rests the deadline. */
    public boolean paused;

    /** Null while its machine is off, or without TTL. */
    public @Nullable Instant ttlDeadline;

    /** Seconds; null while its machine runs, or without TTL. */
    public @Nullable Long ttlRemaining;

    /** What its agent has on the disk. */
    public @Nullable Instant deadlineStored;

    /** Machines of a lower generation are to be replaced. */
    public int leastGeneration;

    public int retries;
    public int reclaims;
    public @Nullable Instant interruptedAt;
    public @Nullable String busy;
    public @Nullable Instant idleSince;

    /** Scaled away. */
    public boolean retired;

    /** One row per array and index. */
    public record Key(String arrayId, int index) implements Serializable {}

    public static List<Member> ofArray(String arrayId) {
        return list("arrayId = ?1 order by index", arrayId);
    }

    /**
     * Begins another attempt of each of these.
     *
     * @param more further assignments, each with a comma in front
     */
    public static int again(String arrayId, Collection<Integer> indexes, String more, Instant now) {
        return update(
                "attempt = attempt + 1, exitStatus = null, reason = null, endedAt = null, halted ="
                        + " false, peersGeneration = -1, attemptAt = ?1"
                        + more
                        + " where arrayId = ?2 and index in ?3",
                now,
                arrayId,
                indexes);
    }

    /** Ends the attempt once; a later word about the same attempt changes nothing. */
    public static boolean end(
            String arrayId,
            int index,
            int attempt,
            String exit,
            @Nullable String reason,
            Instant now) {
        return update(
                        "exitStatus = ?1, reason = ?2, endedAt = ?3 where arrayId = ?4 and index ="
                                + " ?5 and attempt = ?6 and exitStatus is null",
                        exit,
                        reason,
                        now,
                        arrayId,
                        index,
                        attempt)
                == 1;
    }
}

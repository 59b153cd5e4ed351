package io.jobarrays.server.arrays;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
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

    /** One row per array and index. */
    public record Key(String arrayId, int index) implements Serializable {}

    static List<Member> ofArray(String arrayId) {
        return list("arrayId = ?1 order by index", arrayId);
    }

    /** Ends the attempt once; a later word about the same attempt changes nothing. */
    static boolean end(
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

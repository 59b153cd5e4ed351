package io.jobarrays.server.instances.rows;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A row for every instance id EC2 ever returned to us, kept after its end. */
// Only what changed is written: a sighting must not undo an enrolment of the same moment.
@Entity
@DynamicUpdate
public class Instance extends PanacheEntityBase {
    @Id public String instanceId = "";
    public String arrayId = "";
    public int index;
    public int generation;
    public int attempt;

    /** The attempt whose work it was given last; 0: none yet. */
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

    /** Since when it was seen running without a break; null while it does not run. */
    public @Nullable Instant runningSince;

    public @Nullable Instant enrolledAt;
    public boolean tagged;
    public @Nullable Instant endedAt;

    public static List<Instance> ofArray(String arrayId) {
        return list("arrayId", arrayId);
    }

    public static List<Instance> alive() {
        return list("state <> ?1", InstanceState.TERMINATED);
    }

    Assignment assignment() {
        return new Assignment(arrayId, index, generation, attempt, instanceId);
    }
}

package io.jobarrays.server.batch.rows;

import io.jobarrays.server.state.SealedText;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** One run of a definition, or the launch of one array; its id is the number that users see. */
@Entity
@DynamicUpdate
public class Execution extends PanacheEntityBase {
    /** Job name of a launch; version 0 cannot clash with a user's definition named launch. */
    public static final String LAUNCH_JOB = "launch.v0";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    /** Null: the launch of one array. */
    public @Nullable String definition;

    public int version;

    @Enumerated(EnumType.STRING)
    public ExecutionState state = ExecutionState.STARTING;

    public @Nullable String exitStatus;
    public @Nullable String reason;

    /** By name, as JSON. */
    @Convert(converter = SealedText.class)
    public String parameters = "{}";

    /** The properties of deciders by decision, as JSON. */
    @Convert(converter = SealedText.class)
    public String decisions = "{}";

    public @Nullable String bundle;

    /** It begins when this one has ended; null: it has begun. */
    public @Nullable Long afterExecution;

    /** Whatever the result of that one is. */
    public boolean afterAny;

    /** Newest job execution of the batch engine. */
    public @Nullable Long batchId;

    /** A user asked for a restart, and the arrays have not been restarted yet. */
    public boolean renewing;

    /** A user asked for a stop. */
    public boolean stopping;

    /** How often its batch job failed on a bug or an outage and was restarted. */
    public int stumbles;

    public Instant createdAt = Instant.EPOCH;
    public @Nullable Instant endedAt;

    /** A user restarts it. */
    void reopen() {
        state = ExecutionState.STARTED;
        renewing = true;
        stopping = false;
        endedAt = null;
        exitStatus = null;
        reason = null;
        stumbles = 0;
    }

    /** Name of its job in the batch engine. */
    public String jobName() {
        return definition == null ? LAUNCH_JOB : Definition.jobName(definition, version);
    }

    /** Those of a definition that have not ended. */
    static List<Long> openIds(String definition) {
        return getEntityManager()
                .createQuery(
                        "select e.id from Execution e where e.definition = ?1 and e.state in"
                                + " (STARTING, STARTED) order by e.id",
                        Long.class)
                .setParameter(1, definition)
                .getResultList();
    }

    static List<Long> stoppingIds() {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("select id from execution where stopping", Long.class)
                .getResultList();
    }

    static List<Long> unattendedIds(String owner, int minAgeSeconds) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select e.id from execution e left join lease l on l.execution = e.id
                        where e.state in ('STARTING', 'STARTED') and e.after_execution is null
                        and case when l.execution is null
                            then e.created_at < now() - make_interval(secs => ?2)
                            else l.expires_at <= now() or l.owner <> ?1 end
                        order by e.id
                        """,
                        Long.class)
                .setParameter(1, owner)
                .setParameter(2, minAgeSeconds)
                .getResultList();
    }
}

package io.jobarrays.server.batch.rows;

import io.jobarrays.server.batch.engine.JobXmlSource;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
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

/** One run of a definition, or of nothing but one array; numbered as its users see it. */
@Entity
@DynamicUpdate
public class Execution extends PanacheEntityBase {
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

    /** JSON. */
    public String parameters = "{}";

    /** The properties of deciders by decision, as JSON. */
    public String decisions = "{}";

    public @Nullable String bundle;

    /** The engine's newest number of it. */
    public @Nullable Long batchId;

    public boolean renewing;
    public boolean stopping;

    /** How often it broke off without a result and was taken up again. */
    public int stumbles;

    public Instant createdAt = Instant.EPOCH;
    public @Nullable Instant endedAt;

    /** How the engine calls what it runs. */
    public String jobName() {
        return definition == null ? JobXmlSource.LAUNCH : JobXmlSource.name(definition, version);
    }

    public static List<Long> stoppingIds() {
        return ids("select id from execution where stopping");
    }

    /**
     * Open, and nobody has a lease on them.
     *
     * @param seconds of life before one without any lease counts: it may be just in the making
     */
    public static List<Long> unattendedIds(int seconds) {
        return ids(
                """
                select e.id from execution e left join lease l on l.execution = e.id
                where e.state in ('STARTING', 'STARTED')
                and case when l.execution is null
                    then e.created_at < now() - make_interval(secs => %d)
                    else l.expires_at <= now() end
                order by e.id
                """
                        .formatted(seconds));
    }

    private static List<Long> ids(String sql) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery(sql, Long.class)
                .getResultList();
    }
}

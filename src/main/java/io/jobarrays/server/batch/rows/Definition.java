package io.jobarrays.server.batch.rows;

import io.jobarrays.server.state.SealedBytes;
import io.jobarrays.server.state.SealedText;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One version of a job XML; the XML of a version never changes. */
@Entity
@IdClass(Definition.Key.class)
public class Definition extends PanacheEntityBase {
    @Id public String name = "";
    @Id public int version;

    @Convert(converter = SealedBytes.class)
    public byte[] xml = {};

    /** Job XML that the batch engine runs: the five steps of each stage, with ids only. */
    public String running = "";

    /** Stages and transitions as text; null in rows that were stored before V9. */
    @Convert(converter = SealedText.class)
    public @Nullable String graph;

    /** Job XML with every stage as its five steps; null in rows that were stored before V9. */
    @Convert(converter = SealedText.class)
    public @Nullable String expanded;

    /** The job's {@code restartable} attribute; null in rows that were stored before V9. */
    public @Nullable Boolean restartable;

    public Instant createdAt = Instant.EPOCH;

    /** Null: it can be started. */
    public @Nullable Instant deletedAt;

    /** Name and version. */
    record Key(String name, int version) implements Serializable {}

    /** Name of the version in the batch engine: {@code training.v3}. */
    public static String jobName(String name, int version) {
        return name + ".v" + version;
    }

    /**
     * @param version null: the newest that is not deleted; a number: that one, deleted or not
     */
    static Optional<Definition> ofVersion(String name, @Nullable Integer version) {
        return version == null
                ? find("name = ?1 and deletedAt is null order by version desc", name)
                        .firstResultOptional()
                : findByIdOptional(new Key(name, version));
    }

    /** Highest number of a version, deleted or not; 0 for none. */
    static int last(String name) {
        return getEntityManager()
                .createQuery(
                        "select coalesce(max(d.version), 0) from Definition d where d.name = ?1",
                        Integer.class)
                .setParameter(1, name)
                .getSingleResult();
    }
}

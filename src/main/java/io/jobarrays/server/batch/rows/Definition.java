package io.jobarrays.server.batch.rows;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One version of a job XML, never changed. */
@Entity
@IdClass(Definition.Key.class)
public class Definition extends PanacheEntityBase {
    @Id public String name = "";
    @Id public int version;
    public byte[] xml = {};

    /** What the batch engine runs. */
    public String running = "";

    public Instant createdAt = Instant.EPOCH;

    /** Name and version. */
    record Key(String name, int version) implements Serializable {}

    /**
     * @param version null: the newest
     */
    public static Optional<Definition> ofVersion(String name, @Nullable Integer version) {
        return version == null
                ? find("name = ?1 order by version desc", name).firstResultOptional()
                : findByIdOptional(new Key(name, version));
    }
}

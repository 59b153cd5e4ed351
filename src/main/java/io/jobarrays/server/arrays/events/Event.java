package io.jobarrays.server.arrays.events;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Event of an array or execution, as text for users. */
@Entity
public class Event extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long seq;

    public Instant at = Instant.EPOCH;
    public @Nullable Long execution;
    public @Nullable String stage;
    public @Nullable String arrayId;

    /** -1: the whole array. */
    public int index;

    public String text = "";
}

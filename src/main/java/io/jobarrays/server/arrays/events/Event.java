package io.jobarrays.server.arrays.events;

import io.jobarrays.server.caller.Caller;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Event of an array or execution, as text for users. */
@Entity
public class Event extends PanacheEntityBase {
    /** Index of an event of the whole array or execution. */
    public static final int WHOLE_ARRAY = -1;

    /** Fewer round trips than one for each event; as in the migration that sets the increment. */
    private static final int SEQUENCE_INCREMENT = 50;

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "event_seq")
    @SequenceGenerator(
            name = "event_seq",
            sequenceName = "event_seq_seq",
            allocationSize = SEQUENCE_INCREMENT)
    public @Nullable Long seq;

    public Instant at = Instant.EPOCH;
    public @Nullable Long execution;
    public @Nullable String stage;
    public @Nullable String arrayId;

    /** {@link #WHOLE_ARRAY}, or that of the member. */
    public int index;

    public String text = "";

    /** Id of the token of who asked for it; null: the control plane acted by itself. */
    public @Nullable String token;

    /** IP address of who asked for it. */
    public @Nullable String address;

    /** Notes who asked for it; null: the control plane acts by itself. */
    public void askedBy(@Nullable Caller caller) {
        token = caller == null ? null : caller.token();
        address = caller == null ? null : caller.address();
    }
}

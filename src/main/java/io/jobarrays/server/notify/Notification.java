package io.jobarrays.server.notify;

import io.jobarrays.server.state.SealedText;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Row of a notification, from its event until some days after its end. */
@Entity
public class Notification extends PanacheEntityBase {
    /** Value of header {@code webhook-id}. */
    @Id public String id = "";

    /** {@code array.failed}. */
    public String type = "";

    public @Nullable Long execution;
    public @Nullable String stage;
    public @Nullable String arrayId;

    /** Name of the array, stage or pipeline, for events. */
    public String subject = "";

    /** Of a warning that is given once; null: of no such one. */
    public @Nullable String warning;

    /** Text of a {@code NotifyTarget}; the URL may be secret. */
    @Convert(converter = SealedText.class)
    public String target = "";

    @Convert(converter = SealedText.class)
    public String body = "";

    @Enumerated(EnumType.STRING)
    public State state = State.PENDING;

    public int attempts;
    public Instant createdAt = Instant.EPOCH;

    /** Next attempt of one that is pending. */
    public Instant dueAt = Instant.EPOCH;

    /** Life of a notification. */
    public enum State {
        PENDING,
        SENT,
        REFUSED,
        GIVEN_UP,
        DROPPED
    }
}

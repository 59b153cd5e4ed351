package io.jobarrays.server.instances.rows;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Row of a RunInstances call, committed before the call. After a crash the same request is repeated
 * with the same client token, which is the id.
 */
@Entity
public class LaunchIntent extends OwnedRow {
    @Id public String id = "";
    public String arrayId = "";

    /** As ranges; the instance with ami-launch-index k has the k-th index. */
    public String indexes = "";

    public int attempt;

    /**
     * {@link LaunchRequest} as sealed JSON; null when the outcome is known, because it has the
     * nonce.
     */
    public @Nullable String request;

    public String nonceHash = "";

    /** {@code LAUNCHED_3_OF_8} or AWS's code; null while unknown. */
    public @Nullable String outcome;

    public Instant createdAt = Instant.EPOCH;
    public @Nullable Instant endedAt;

    void close(String itsOutcome, Instant now) {
        outcome = itsOutcome;
        endedAt = now;
        request = null;
        changed();
    }
}

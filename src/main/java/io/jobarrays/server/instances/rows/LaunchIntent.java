package io.jobarrays.server.instances.rows;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A launch that is about to happen, committed before its call: after a crash the same request with
 * the same token tells whether it did. Its id is the client token.
 */
@Entity
public class LaunchIntent extends PanacheEntityBase {
    @Id public String id = "";
    public String arrayId = "";

    /** As ranges; instance k of the answer takes the k-th. */
    public String indexes = "";

    public int attempt;

    /** {@link LaunchRequest} as JSON; null once the outcome is known, for it holds the nonce. */
    public @Nullable String request;

    public String nonceHash = "";

    /** {@code LAUNCHED_3_OF_8} or the code of the failure; null while unknown. */
    public @Nullable String outcome;

    public Instant createdAt = Instant.EPOCH;
    public @Nullable Instant endedAt;

    public static List<LaunchIntent> open(String arrayId) {
        return list("arrayId = ?1 and outcome is null", arrayId);
    }
}

package io.jobarrays.localcloud.keys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The temporary credentials that instances find in their metadata, one pair for each role. */
public final class RoleKeys {
    private static final Duration LIFETIME = Duration.ofHours(6);

    /** As on EC2, new ones are there some minutes before the old ones end. */
    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofMinutes(15);

    private final Map<String, RoleKey> byRole = new HashMap<>();
    private final Map<String, RoleKey> byId = new HashMap<>();
    private final Clock clock;

    /**
     * @param clock not a moved one: the instances compare the end with their own
     */
    public RoleKeys(Clock clock) {
        this.clock = clock;
    }

    public synchronized RoleKey of(String role) {
        Instant now = clock.instant();
        RoleKey known = byRole.get(role);
        if (known != null && known.expiresAt().minus(RENEW_BEFORE_EXPIRY).isAfter(now)) {
            return known;
        }
        byId.values().removeIf(it -> it.expiresAt().isBefore(now));
        RoleKey made =
                new RoleKey(
                        AccessKey.temporary(), AccessKey.sessionToken(), now, now.plus(LIFETIME));
        byRole.put(role, made);
        byId.put(made.key().id(), made);
        return made;
    }

    /** The unexpired credentials with this access key id. */
    public synchronized Optional<RoleKey> find(String keyId) {
        return Optional.ofNullable(byId.get(keyId))
                .filter(it -> it.expiresAt().isAfter(clock.instant()));
    }
}

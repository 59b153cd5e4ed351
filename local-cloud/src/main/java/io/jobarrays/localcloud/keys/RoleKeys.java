package io.jobarrays.localcloud.keys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Temporary credentials that instances read from their metadata, one set per role. */
public final class RoleKeys {
    private static final Duration LIFETIME = Duration.ofHours(6);

    /** EC2 also issues new credentials some minutes before the old ones expire. */
    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofMinutes(15);

    private final Map<String, RoleKey> byRole = new HashMap<>();
    private final Map<String, RoleKey> byId = new HashMap<>();
    private final Clock clock;

    /**
     * @param clock the real time, with which instances compare the expiration
     */
    public RoleKeys(Clock clock) {
        this.clock = clock;
    }

    public synchronized RoleKey of(String role) {
        Instant now = clock.instant();
        RoleKey current = byRole.get(role);
        if (current != null && current.expiresAt().minus(RENEW_BEFORE_EXPIRY).isAfter(now)) {
            return current;
        }
        byId.values().removeIf(it -> it.expiresAt().isBefore(now));
        RoleKey issued =
                new RoleKey(
                        AccessKey.temporary(), AccessKey.sessionToken(), now, now.plus(LIFETIME));
        byRole.put(role, issued);
        byId.put(issued.key().id(), issued);
        return issued;
    }

    /** Unexpired credentials with this access key id. */
    public synchronized Optional<RoleKey> find(String keyId) {
        return Optional.ofNullable(byId.get(keyId))
                .filter(it -> it.expiresAt().isAfter(clock.instant()));
    }
}

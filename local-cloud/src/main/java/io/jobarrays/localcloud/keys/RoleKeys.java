package io.jobarrays.localcloud.keys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Temporary credentials: those that instances read from their metadata, one set per role, and those
 * of sessions of assumed roles.
 */
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
        RoleKey issued = issue(Optional.empty(), now, LIFETIME);
        byRole.put(role, issued);
        return issued;
    }

    /**
     * New credentials of an assumed role.
     *
     * @param session ARN of its session
     */
    public synchronized RoleKey assume(String session, Duration lifetime) {
        return issue(Optional.of(session), clock.instant(), lifetime);
    }

    private RoleKey issue(Optional<String> session, Instant now, Duration lifetime) {
        byId.values().removeIf(it -> it.expiresAt().isBefore(now));
        RoleKey issued =
                new RoleKey(
                        AccessKey.temporary(),
                        AccessKey.sessionToken(),
                        session,
                        now,
                        now.plus(lifetime));
        byId.put(issued.key().id(), issued);
        return issued;
    }

    /** Unexpired credentials with this access key id. */
    public synchronized Optional<RoleKey> find(String keyId) {
        return Optional.ofNullable(byId.get(keyId))
                .filter(it -> it.expiresAt().isAfter(clock.instant()));
    }
}

package io.jobarrays.localcloud.keys;

import java.time.Instant;
import java.util.Optional;

/**
 * Temporary credentials of an instance's role, or of a role assumed with a web identity.
 *
 * @param token sent with every request signed by the key
 * @param session ARN of the assumed role's session, which permits every call; empty for the role of
 *     an instance
 */
public record RoleKey(
        AccessKey key,
        String token,
        Optional<String> session,
        Instant issuedAt,
        Instant expiresAt) {

    @Override
    public String toString() {
        return key + " until " + expiresAt;
    }
}

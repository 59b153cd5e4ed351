package io.jobarrays.localcloud.keys;

import java.time.Instant;

/**
 * Temporary credentials of a role.
 *
 * @param token sent with every request they sign
 */
public record RoleKey(AccessKey key, String token, Instant issuedAt, Instant expiresAt) {

    @Override
    public String toString() {
        return key + " until " + expiresAt;
    }
}

package io.jobarrays.localcloud.keys;

import java.time.Instant;

/**
 * Temporary credentials of an instance role.
 *
 * @param token sent with every request signed by the key
 */
public record RoleKey(AccessKey key, String token, Instant issuedAt, Instant expiresAt) {

    @Override
    public String toString() {
        return key + " until " + expiresAt;
    }
}

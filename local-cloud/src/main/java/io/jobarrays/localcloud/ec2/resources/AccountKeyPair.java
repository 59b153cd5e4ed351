package io.jobarrays.localcloud.ec2.resources;

import java.time.Instant;

/**
 * A key pair whose public part the account keeps.
 *
 * @param type {@code rsa} or {@code ed25519}
 * @param fingerprint as EC2 computes it for the type and origin of the key
 * @param publicKey in OpenSSH's format, one line
 */
record AccountKeyPair(
        String id,
        String name,
        String type,
        String fingerprint,
        String publicKey,
        Instant createdAt) {}

package io.jobarrays.server.state;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Random secrets {@code SUBJECT.RANDOM.STAMP} with a stamp of the key of this control plane. It
 * tells a secret that was made up without the database, which knows whether a stamped one is valid.
 */
@ApplicationScoped
public class StampedSecrets {
    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Vault vault;

    public StampedSecrets(Vault vault) {
        this.vault = vault;
    }

    /** What a secret is for; the stamp of one kind is none of another. */
    public enum Kind {
        NONCE,
        TOKEN
    }

    /** A new secret of a subject, such as an instance. */
    public String create(Kind kind, String subject) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        String unstamped = subject + "." + HexFormat.of().formatHex(random);
        return unstamped + "." + stamp(kind, unstamped);
    }

    /** Whether this control plane has created the secret. */
    public boolean isStamped(Kind kind, String secret) {
        int end = secret.lastIndexOf('.');
        return end > 0
                && MessageDigest.isEqual(
                        bytes(stamp(kind, secret.substring(0, end))),
                        bytes(secret.substring(end + 1)));
    }

    /** Whether this control plane has created the secret for the subject. */
    public boolean isStamped(Kind kind, String subject, String secret) {
        return secret.startsWith(subject + ".") && isStamped(kind, secret);
    }

    private String stamp(Kind kind, String text) {
        return vault.stamp(kind + " " + text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

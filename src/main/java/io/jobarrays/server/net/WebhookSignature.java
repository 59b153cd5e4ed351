package io.jobarrays.server.net;

import io.jobarrays.contract.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signature of a request as the Standard Webhooks specification 1.0.0 defines it. */
public final class WebhookSignature {
    private static final String SECRET_PREFIX = "whsec_";
    private static final int MIN_SECRET_BYTES = 24;
    private static final int MAX_SECRET_BYTES = 64;

    private WebhookSignature() {}

    /** The secret as text, with the prefix by which it is known as one. */
    public static String secretText(byte[] secret) {
        return SECRET_PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    /**
     * @param setting name of the setting, for the error message
     */
    public static byte[] secret(String setting, String text) {
        try {
            byte[] secret = Base64.getDecoder().decode(text.strip().replaceFirst("^whsec_", ""));
            if (secret.length >= MIN_SECRET_BYTES && secret.length <= MAX_SECRET_BYTES) {
                return secret;
            }
        } catch (IllegalArgumentException e) {
            // The same sentence: the message would quote the secret.
        }
        throw new Refusal(
                "%s: a secret is whsec_ and the Base64 of %d to %d random bytes; make one with: echo whsec_$(openssl rand -base64 32)"
                        .formatted(setting, MIN_SECRET_BYTES, MAX_SECRET_BYTES));
    }

    /**
     * Value of header {@code webhook-signature}: one signature for each secret, separated by
     * blanks.
     *
     * @param id of the notification, the same at each attempt; without a dot
     * @param at of this attempt
     */
    public static String of(List<byte[]> secrets, String id, Instant at, byte[] body) {
        byte[] head = (id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8);
        return secrets.stream()
                .map(secret -> "v1," + Base64.getEncoder().encodeToString(mac(secret, head, body)))
                .collect(Collectors.joining(" "));
    }

    private static byte[] mac(byte[] secret, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(head);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }
}

package io.jobarrays.localcloud.ec2.query;

import io.jobarrays.localcloud.protocol.AwsError;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code NextToken}: the key of the page's last item, signed, so that no other text is one. */
final class PageToken {
    private static final int SIGNATURE_BYTES = 12;
    private static final byte[] SECRET = new byte[32];

    static {
        new SecureRandom().nextBytes(SECRET);
    }

    private PageToken() {}

    static String encode(String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        byte[] token = Arrays.copyOf(signature(text), SIGNATURE_BYTES + text.length);
        System.arraycopy(text, 0, token, SIGNATURE_BYTES, text.length);
        return Base64.getUrlEncoder().encodeToString(token);
    }

    /**
     * The key of the token.
     *
     * @throws AwsError {@code InvalidNextToken} for a text that this process did not issue
     */
    static String decode(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            throw invalid(token);
        }
        if (bytes.length < SIGNATURE_BYTES) {
            throw invalid(token);
        }
        byte[] text = Arrays.copyOfRange(bytes, SIGNATURE_BYTES, bytes.length);
        if (!Arrays.equals(signature(text), Arrays.copyOf(bytes, SIGNATURE_BYTES))) {
            throw invalid(token);
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private static byte[] signature(byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
            return Arrays.copyOf(mac.doFinal(text), SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AwsError invalid(String token) {
        return new AwsError("InvalidNextToken", "The token '" + token + "' is invalid");
    }
}

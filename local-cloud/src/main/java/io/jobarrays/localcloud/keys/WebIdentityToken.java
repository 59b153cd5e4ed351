package io.jobarrays.localcloud.keys;

import io.jobarrays.localcloud.base.CloudStateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Token that stands for a pod's service account, one line of the file {@code web-identity-token} in
 * the state directory; {@code AWS_WEB_IDENTITY_TOKEN_FILE} names it. Made at the first start.
 */
public final class WebIdentityToken {
    private static final String FILE = "web-identity-token";

    private final byte[] value;

    private WebIdentityToken(String value) {
        this.value = bytes(value);
    }

    public static WebIdentityToken of(CloudStateDirectory state) throws IOException {
        if (!state.has(FILE)) {
            state.write(FILE, AccessKey.sessionToken());
        }
        return new WebIdentityToken(state.read(FILE));
    }

    /** Compares in constant time. */
    public boolean matches(String offered) {
        return MessageDigest.isEqual(value, bytes(offered));
    }

    private static byte[] bytes(String text) {
        return text.strip().getBytes(StandardCharsets.UTF_8);
    }
}

package io.jobarrays.localcloud.ec2.launch;

import io.jobarrays.localcloud.protocol.AwsError;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** User data of a request: Base64, at most 16 KiB when decoded. */
public final class LaunchUserData {
    /** "Run commands when you launch an EC2 instance with user data input", EC2 user guide. */
    private static final int MAX_BYTES = 16_384;

    private LaunchUserData() {}

    /**
     * The decoded user data; no bytes without it.
     *
     * @throws AwsError {@code InvalidUserData.Malformed} for other text and for too many bytes
     */
    public static byte[] decode(@Nullable String encoded) {
        if (encoded == null) {
            return new byte[0];
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            throw malformed("Invalid BASE64 encoding of user data.");
        }
        return limited(decoded);
    }

    /** Refuses more than 16 KiB. */
    public static byte[] limited(byte[] decoded) {
        if (decoded.length > MAX_BYTES) {
            throw malformed("User data is limited to " + MAX_BYTES + " bytes");
        }
        return decoded;
    }

    private static AwsError malformed(String message) {
        return new AwsError("InvalidUserData.Malformed", message);
    }
}

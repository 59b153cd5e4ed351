package io.jobarrays.localcloud.ec2.launch;

import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** User data of a request: Base64, of limited size when decoded. */
public final class LaunchUserData {
    private LaunchUserData() {}

    /**
     * The decoded user data; no bytes without it.
     *
     * @throws AwsError {@code InvalidUserData.Malformed} for other text and for too many bytes
     */
    public static byte[] decode(@Nullable String encoded, SizeLimits sizes) {
        if (encoded == null) {
            return new byte[0];
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            throw malformed("Invalid BASE64 encoding of user data.");
        }
        return limited(decoded, sizes);
    }

    /** Refuses more bytes than the account permits. */
    public static byte[] limited(byte[] decoded, SizeLimits sizes) {
        sizes.of(AccountSize.USER_DATA_BYTES)
                .require(
                        decoded.length,
                        max -> malformed("User data is limited to " + max + " bytes"));
        return decoded;
    }

    private static AwsError malformed(String message) {
        return new AwsError("InvalidUserData.Malformed", message);
    }
}

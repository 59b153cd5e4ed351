package io.jobarrays.localcloud.ec2.instance;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random resource ids in EC2's format: a prefix and 17 hexadecimal digits. */
public final class ResourceIds {
    private static final SecureRandom RANDOM = new SecureRandom();

    private ResourceIds() {}

    public static String next(String prefix) {
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return prefix + "-0" + HexFormat.of().formatHex(bytes);
    }
}

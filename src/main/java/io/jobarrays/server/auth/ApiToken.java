package io.jobarrays.server.auth;

import io.jobarrays.server.state.SecretFile;
import io.jobarrays.server.state.StateDirectory;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Bearer token of this control plane; created at its first start, one line in {@code token}. */
@Singleton
@Startup
class ApiToken {
    private final byte[] value;

    ApiToken(StateDirectory state) {
        value = bytes(SecretFile.read(state, "token", "delete it and start again"));
    }

    /** Compares in constant time. */
    boolean matches(String offered) {
        return MessageDigest.isEqual(value, bytes(offered));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

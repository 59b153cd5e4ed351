package io.jobarrays.server.auth;

import io.jobarrays.contract.Sha256;
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
    private static final int ID_CHARS = 8;

    private final byte[] value;
    private final String id;

    ApiToken(StateDirectory state) {
        String text = SecretFile.read(state, "token", "delete it and start again");
        value = bytes(text);
        id = Sha256.of(text).substring(0, ID_CHARS);
    }

    /** Names the token in events and in the log, and reveals nothing of it. */
    String id() {
        return id;
    }

    /** Compares in constant time. */
    boolean matches(String offered) {
        return MessageDigest.isEqual(value, bytes(offered));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

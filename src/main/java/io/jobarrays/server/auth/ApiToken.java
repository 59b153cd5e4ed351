package io.jobarrays.server.auth;

import io.jobarrays.contract.Sha256;
import io.jobarrays.server.state.SecretFile;
import io.jobarrays.server.state.StateDirectory;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Bearer token of this control plane; created at its first start, one line in {@code token}. */
@Singleton
@Startup
class ApiToken {
    private static final int ID_CHARS = 8;

    private final byte[] value;
    private final String id;

    ApiToken(
            StateDirectory state, @ConfigProperty(name = "spawn.token-file") Optional<Path> given) {
        String text = SecretFile.read(state, given, "token", "delete it and start again");
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

package io.jobarrays.server.auth;

import io.jobarrays.server.files.StateDirectory;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The bearer token of this control plane: made at its first start, one line in {@code token}. */
@Singleton
@Startup
class Token {
    private static final int BYTES = 32;

    private final byte[] value;

    Token(StateDirectory state) {
        Path place = state.root().resolve("token");
        try {
            if (!Files.exists(place)) {
                make(state.root(), place);
            }
            state.close(place);
            value = bytes(Files.readString(place).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("the token in %s cannot be used".formatted(place), e);
        }
        if (value.length < BYTES) {
            throw new IllegalStateException(
                    "%s is too short to be a token; delete it and start again".formatted(place));
        }
    }

    /** Takes equally long for every wrong one. */
    boolean is(String offered) {
        return MessageDigest.isEqual(value, bytes(offered));
    }

    private static void make(Path directory, Path place) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Path file = StateDirectory.newFile(directory);
        try {
            Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
            // A link, unlike a rename, never replaces the token another replica just made.
            Files.createLink(place, file);
        } catch (FileAlreadyExistsException e) {
            // Then that one counts.
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.jobarrays.server.api.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Texts as they must be, in {@code src/test/resources/golden}. */
final class Golden {
    private Golden() {}

    static String text(String name) {
        try (InputStream in =
                Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.jobarrays.server.api.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Expected texts in {@code src/test/resources/golden}. */
final class GoldenTexts {
    private GoldenTexts() {}

    static String text(String name) {
        try (InputStream in =
                Objects.requireNonNull(GoldenTexts.class.getResourceAsStream("/golden/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

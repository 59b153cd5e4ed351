package io.jobarrays.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Reads a golden file. */
final class GoldenFiles {
    private GoldenFiles() {}

    static String text(String name) {
        try (InputStream in =
                Objects.requireNonNull(GoldenFiles.class.getResourceAsStream("/golden/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

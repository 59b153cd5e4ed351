package io.jobarrays.cli.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A response that went well, its body still unread. */
public record Answer(int status, InputStream body) implements AutoCloseable {
    public String text() {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }

    public Json json() {
        return Json.parse(text());
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}

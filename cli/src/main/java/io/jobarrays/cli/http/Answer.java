package io.jobarrays.cli.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A response that went well, its body still unread.
 *
 * @param exitCode what the command exits with, where the server says it
 * @param next commands worth typing next, for whoever asked for text alone
 */
public record Answer(int status, InputStream body, Optional<Integer> exitCode, List<String> next)
        implements AutoCloseable {
    static Answer of(HttpURLConnection request, int status) throws IOException {
        Optional<Integer> exitCode =
                Optional.ofNullable(request.getHeaderField("Spawn-Exit-Code"))
                        .filter(code -> code.matches("\\d{1,3}"))
                        .map(Integer::valueOf);
        List<String> next =
                request.getHeaderFields().entrySet().stream()
                        .filter(header -> "Spawn-Next".equalsIgnoreCase(header.getKey()))
                        .flatMap(header -> header.getValue().stream())
                        .toList();
        return new Answer(status, request.getInputStream(), exitCode, next.reversed());
    }

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

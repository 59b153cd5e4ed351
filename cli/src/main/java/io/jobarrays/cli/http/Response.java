package io.jobarrays.cli.http;

import io.jobarrays.cli.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Successful response; its body is not read yet.
 *
 * @param headers by case-insensitive name
 */
public record Response(int status, InputStream body, SortedMap<String, List<String>> headers)
        implements AutoCloseable {
    static Response of(HttpURLConnection request, int status) throws IOException {
        SortedMap<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, List<String>> header : request.getHeaderFields().entrySet()) {
            if (header.getKey() != null) {
                headers.put(header.getKey(), header.getValue());
            }
        }
        return new Response(status, request.getInputStream(), headers);
    }

    /** Exit code for the command, if the response has one. */
    public Optional<Integer> exitCode() {
        return header("Spawn-Exit-Code")
                .filter(code -> code.matches("\\d{1,3}"))
                .map(Integer::valueOf);
    }

    /** The {@code warnings} and {@code next} of a view, from the headers of a text response. */
    public JsonValue hints() {
        return new JsonValue.Obj()
                .with("warnings", texts("Spawn-Warning"))
                .with("next", texts("Spawn-Next"));
    }

    private JsonValue texts(String header) {
        return JsonValue.texts(headers.getOrDefault(header, List.of()).reversed());
    }

    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    public String text() {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }

    public JsonValue json() {
        return JsonValue.parse(text());
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}

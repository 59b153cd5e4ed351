package io.jobarrays.cli.http;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.TlsTrust;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** HTTP client of the control plane's REST interface; paths are relative to {@code /api/v1}. */
public final class ApiClient {
    public static final String JSON = "application/json";
    public static final String ANY = "*/*";
    public static final String TEXT = "text/plain";
    public static final String CSV = "text/csv";

    /** MIME type of a verb's results with one row per member. */
    public static final String WIDE_TEXT = "text/plain;wide=true";

    public static final String XML = "application/xml";
    public static final String ARCHIVE = "application/gzip";
    public static final String EVENTS = "text/event-stream";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(2);

    private final Supplier<Endpoint> endpoint;

    /**
     * @param endpoint evaluated for every request, because a restarted local server may use another
     *     port
     */
    public ApiClient(Supplier<Endpoint> endpoint) {
        this.endpoint = endpoint;
        // The JDK must not repeat an interrupted POST: the first one may have launched instances.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    /** Escapes a path segment or query value. */
    public static String escape(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Escapes a name or selector as a path segment.
     *
     * @throws Failure when it is blank: the path would be that of all of them
     */
    public static String segment(String name) {
        if (name.isBlank()) {
            throw Failure.usage("the name is empty; give the one of an array, member or execution");
        }
        return escape(name);
    }

    public Response get(String path, String accept) {
        return respond("GET", path, open("GET", path, accept), RESPONSE_TIMEOUT);
    }

    /** Opens the stream of events after the given id; an empty id selects all events. */
    public Response events(String path, String lastEventId) {
        HttpURLConnection request = open("GET", path, EVENTS);
        if (!lastEventId.isEmpty()) {
            request.setRequestProperty("Last-Event-ID", lastEventId);
        }
        return respond("GET", path, request, Duration.ofMinutes(1));
    }

    public Response post(String path, String accept) {
        return post(path, accept, JSON, new byte[0]);
    }

    public Response post(String path, String accept, String type, byte[] body) {
        return post(path, accept, type, body, Map.of());
    }

    /**
     * @param headers further ones
     */
    public Response post(
            String path, String accept, String type, byte[] body, Map<String, String> headers) {
        HttpURLConnection request = open("POST", path, accept);
        request.setRequestProperty("Idempotency-Key", UUID.randomUUID().toString());
        return send(request, "POST", path, type, body, headers);
    }

    /**
     * @param headers further ones
     */
    public Response put(
            String path, String accept, String type, byte[] body, Map<String, String> headers) {
        return send(open("PUT", path, accept), "PUT", path, type, body, headers);
    }

    /**
     * @param headers further ones
     */
    public Response delete(String path, Map<String, String> headers) {
        HttpURLConnection request = open("DELETE", path, JSON);
        headers.forEach(request::setRequestProperty);
        return respond("DELETE", path, request, RESPONSE_TIMEOUT);
    }

    private Response send(
            HttpURLConnection request,
            String method,
            String path,
            String type,
            byte[] body,
            Map<String, String> headers) {
        request.setRequestProperty("Content-Type", type);
        headers.forEach(request::setRequestProperty);
        request.setDoOutput(true);
        request.setFixedLengthStreamingMode(body.length);
        return attempt(
                method,
                path,
                () -> {
                    request.getOutputStream().write(body);
                    return respond(method, path, request, RESPONSE_TIMEOUT);
                });
    }

    /** Whether the resource exists. */
    public boolean exists(String path) {
        HttpURLConnection request = open("HEAD", path, ANY);
        return attempt(
                "HEAD",
                path,
                () -> {
                    request.setReadTimeout((int) RESPONSE_TIMEOUT.toMillis());
                    if (request.getResponseCode() == 404) {
                        return false;
                    }
                    respond("HEAD", path, request, RESPONSE_TIMEOUT).close();
                    return true;
                });
    }

    public void put(String path, Path file) {
        HttpURLConnection request = open("PUT", path, JSON);
        attempt(
                "PUT",
                path,
                () -> {
                    request.setRequestProperty("Content-Type", ARCHIVE);
                    request.setDoOutput(true);
                    request.setFixedLengthStreamingMode(Files.size(file));
                    Files.copy(file, request.getOutputStream());
                    return respond("PUT", path, request, RESPONSE_TIMEOUT).text();
                });
    }

    private HttpURLConnection open(String method, String path, String accept) {
        Endpoint server = endpoint.get();
        return attempt(
                method,
                path,
                () -> {
                    URI uri = URI.create(server.url() + "/api/v1" + path);
                    var request = (HttpURLConnection) uri.toURL().openConnection();
                    TlsTrust.apply(server.tls(), request);
                    request.setRequestMethod(method);
                    request.setInstanceFollowRedirects(false);
                    request.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
                    request.setRequestProperty("Accept", accept);
                    server.token()
                            .ifPresent(
                                    it ->
                                            request.setRequestProperty(
                                                    "Authorization", "Bearer " + it));
                    return request;
                });
    }

    private Response respond(
            String method, String path, HttpURLConnection request, Duration bound) {
        return attempt(
                method,
                path,
                () -> {
                    request.setReadTimeout((int) bound.toMillis());
                    int status = request.getResponseCode();
                    if (status >= 200 && status < 300) {
                        return Response.of(request, status);
                    }
                    InputStream body = request.getErrorStream();
                    String text =
                            body == null
                                    ? ""
                                    : new String(body.readAllBytes(), StandardCharsets.UTF_8);
                    throw ProblemReader.of(method + " " + request.getURL(), status, text);
                });
    }

    private interface Attempt<T> {
        T run() throws IOException;
    }

    private <T> T attempt(String method, String path, Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (IOException broken) {
            throw new Unreachable(method + " /api/v1" + path, endpoint.get().url(), broken);
        }
    }
}

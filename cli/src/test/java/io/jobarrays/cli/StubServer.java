package io.jobarrays.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A control plane that says what it was told to say, and remembers what it was asked. */
public final class StubServer implements AutoCloseable {
    /** One request: {@code GET /arrays?name=x}, relative to the interface's root. */
    public record Request(String line, Map<String, String> headers, String body) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    private static final class Reply {
        final int status;
        final String type;
        final byte[] body;
        final Map<String, String> headers;

        Reply(int status, String type, byte[] body, Map<String, String> headers) {
            this.status = status;
            this.type = type;
            this.body = body;
            this.headers = headers;
        }
    }

    /** No status of HTTP: the connection is closed without a word. */
    private static final int CUT = 0;

    private final HttpServer server;
    private final Map<String, String> shared = new HashMap<>();
    private final Map<String, List<Reply>> replies = new HashMap<>();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    public StubServer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * Answers such requests; given more than once, one after the other, the last for ever.
     *
     * @param line method and path, with or without its query
     */
    public StubServer on(String line, int status, String type, String body) {
        return on(line, status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    public StubServer on(String line, int status, String type, byte[] body) {
        return on(line, status, type, body, Map.of());
    }

    public StubServer on(
            String line, int status, String type, byte[] body, Map<String, String> headers) {
        replies.computeIfAbsent(line, it -> new ArrayList<>())
                .add(new Reply(status, type, body, headers));
        return this;
    }

    /** A header of every answer. */
    public StubServer with(String header, String value) {
        shared.put(header, value);
        return this;
    }

    /** Closes the connection instead of an answer. */
    public StubServer cut(String line) {
        return on(line, CUT, "", new byte[0]);
    }

    public StubServer json(String line, String body) {
        return on(line, 200, "application/json", body);
    }

    /** The same thing for eyes and for programs, as the caller accepts. */
    public StubServer view(String line, String text, String json) {
        on(line + " text/plain", 200, "text/plain", text);
        return on(line + " application/json", 200, "application/json", json);
    }

    public StubServer problem(String line, int status, String detail, String more) {
        String body =
                "{\"title\":\"No\",\"status\":%d,\"detail\":\"%s\",\"code\":\"SPAWN-X\"%s}"
                        .formatted(status, detail, more);
        return on(line, status, "application/problem+json", body);
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public List<String> lines() {
        return requests().stream().map(Request::line).toList();
    }

    public Request last() {
        return requests.getLast();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String uri = exchange.getRequestURI().toString().replaceFirst("^/api/v1", "");
        String line = exchange.getRequestMethod() + " " + uri;
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name, values.getFirst()));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(new Request(line, headers, body));
        Reply reply = reply(line, headers.getOrDefault("Accept", ""));
        if (reply.status == CUT) {
            exchange.close();
            return;
        }
        shared.forEach(exchange.getResponseHeaders()::add);
        reply.headers.forEach(exchange.getResponseHeaders()::add);
        exchange.getResponseHeaders().add("Content-Type", reply.type);
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || reply.body.length == 0;
        exchange.sendResponseHeaders(reply.status, bodiless ? -1 : reply.body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(reply.body);
        }
        exchange.close();
    }

    private Reply reply(String line, String accept) {
        String path = line.replaceFirst("\\?.*", "");
        for (String known : List.of(line + " " + accept, path + " " + accept, line, path)) {
            List<Reply> left = replies.get(known);
            if (left != null) {
                return left.size() > 1 ? left.removeFirst() : left.getFirst();
            }
        }
        return new Reply(
                404,
                "application/problem+json",
                "{\"detail\":\"nothing here\",\"status\":404}".getBytes(StandardCharsets.UTF_8),
                Map.of());
    }
}

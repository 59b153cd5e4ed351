package io.jobarrays.localcloud.front;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * HTTP request with its body, handled by one thread.
 *
 * <p>Its parameters are decoded once, and only when they are asked for: bodies of XML and JSON are
 * no forms.
 */
public final class HttpCall {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final String method;
    private final String path;
    private final String query;
    private final Headers headers;
    private final byte[] body;
    private final InputStream stream;
    private @Nullable NavigableMap<String, String> queryParameters;
    private @Nullable NavigableMap<String, String> formParameters;

    HttpCall(String method, String path, String query, Headers headers, byte[] body) {
        this(method, path, query, headers, body, new ByteArrayInputStream(body));
    }

    private HttpCall(
            String method,
            String path,
            String query,
            Headers headers,
            byte[] body,
            InputStream stream) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.stream = stream;
    }

    /** A request whose body was not read yet. */
    static HttpCall of(HttpExchange exchange) {
        var uri = exchange.getRequestURI();
        String query = uri.getRawQuery();
        return new HttpCall(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                query == null ? "" : query,
                exchange.getRequestHeaders(),
                new byte[0]);
    }

    HttpCall withBody(byte[] read) {
        HttpCall call = new HttpCall(method, path, query, headers, read);
        call.queryParameters = queryParameters;
        return call;
    }

    /** The request with a body that its service reads from the connection. */
    HttpCall withStream(InputStream unread) {
        return new HttpCall(method, path, query, headers, body, unread);
    }

    public String method() {
        return method;
    }

    /** The raw path, as signed. */
    public String path() {
        return path;
    }

    /** The raw query string; empty without one. */
    String query() {
        return query;
    }

    Headers headers() {
        return headers;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }

    public Stream<String> headerNames() {
        return headers.keySet().stream();
    }

    /** Product of the client by its {@code User-Agent}: {@code aws-cli}, {@code Boto3}. */
    String clientProduct() {
        String agent = header("User-Agent").orElse("unknown");
        return agent.split("[/ ]", 2)[0];
    }

    /** Decoded parameters of the query string; the last value of a name wins. */
    public Map<String, String> queryParameters() {
        NavigableMap<String, String> decoded = queryParameters;
        if (decoded == null) {
            decoded = Collections.unmodifiableNavigableMap(FormParameters.decode(query));
            queryParameters = decoded;
        }
        return decoded;
    }

    /** Decoded parameters of the query string and of a form body. */
    public Map<String, String> formParameters() {
        NavigableMap<String, String> decoded = formParameters;
        if (decoded == null) {
            NavigableMap<String, String> both =
                    isForm() ? FormParameters.decode(text()) : new TreeMap<>();
            both.putAll(queryParameters());
            decoded = Collections.unmodifiableNavigableMap(both);
            formParameters = decoded;
        }
        return decoded;
    }

    public byte[] body() {
        return body;
    }

    /** The body, to be read once. */
    public InputStream stream() {
        return stream;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the body may be a form: clients of JSON and XML name another type. */
    private boolean isForm() {
        return header("Content-Type")
                .map(type -> type.regionMatches(true, 0, FORM, 0, FORM.length()))
                .orElse(true);
    }
}

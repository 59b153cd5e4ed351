package io.jobarrays.localcloud.front;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.jobarrays.localcloud.protocol.AwsError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * HTTP request with its body.
 *
 * @param path raw, as signed
 * @param query raw; empty without a query string
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpCall(String method, String path, String query, Headers headers, byte[] body) {
    /** More than any call needs: 1,000 ids, or 200 values in each filter. */
    private static final int MAX_PARAMETERS = 10_000;

    static HttpCall of(HttpExchange exchange, byte[] body) {
        var uri = exchange.getRequestURI();
        String query = uri.getRawQuery();
        return new HttpCall(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                query == null ? "" : query,
                exchange.getRequestHeaders(),
                body);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }

    /** Product of the client by its {@code User-Agent}: {@code aws-cli}, {@code Boto3}. */
    String clientProduct() {
        String agent = header("User-Agent").orElse("unknown");
        return agent.split("[/ ]", 2)[0];
    }

    /** Decoded parameters of the query string; the last value of a name wins. */
    public Map<String, String> queryParameters() {
        return parameters(query);
    }

    /** Decoded parameters of the query string and of a form body. */
    public Map<String, String> formParameters() {
        Map<String, String> both = parameters(text());
        both.putAll(parameters(query));
        return both;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static Map<String, String> parameters(String encoded) {
        if (encoded.chars().filter(c -> c == '&').limit(MAX_PARAMETERS).count() == MAX_PARAMETERS) {
            throw new AwsError(
                    "MalformedQueryString",
                    "The query string has more than " + MAX_PARAMETERS + " parameters.");
        }
        Map<String, String> parameters = new TreeMap<>();
        try {
            for (String pair : encoded.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                if (!name.isEmpty()) {
                    parameters.put(decode(name), decode(value));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new AwsError("MalformedQueryString", "The query string is not well-formed.");
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

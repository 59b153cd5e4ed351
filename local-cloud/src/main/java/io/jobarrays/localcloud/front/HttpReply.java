package io.jobarrays.localcloud.front;

import com.sun.net.httpserver.HttpExchange;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * HTTP response: status, content type, body and headers.
 *
 * @param stream writes the body instead of {@code body}; null: nothing does
 */
public record HttpReply(
        int status,
        String contentType,
        String body,
        Map<String, String> headers,
        @Nullable BodyStream stream) {

    /** Body of a known length that is written to the connection. */
    private record BodyStream(long length, BodyWriter writer) {}

    /** Writes a whole body. */
    @FunctionalInterface
    public interface BodyWriter {
        void write(OutputStream out) throws IOException;
    }

    public HttpReply(int status, String contentType, String body, Map<String, String> headers) {
        this(status, contentType, body, headers, null);
    }

    /**
     * @param headers with {@code content-type}
     */
    public static HttpReply streamed(
            int status, Map<String, String> headers, long length, BodyWriter writer) {
        String type = headers.getOrDefault("content-type", "application/octet-stream");
        return new HttpReply(status, type, "", Map.copyOf(headers), new BodyStream(length, writer));
    }

    public static HttpReply xml(int status, String body) {
        return new HttpReply(status, "text/xml;charset=UTF-8", body, Map.of());
    }

    public static HttpReply json(int status, String contentType, String body) {
        return new HttpReply(status, contentType, body, Map.of());
    }

    /** Refusal of a call below {@code /_local/}. */
    public static HttpReply control(AwsError error) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("code", error.code());
        fields.put("message", error.text());
        return json(error.status(), "application/json", JsonWriter.object(fields) + "\n");
    }

    public HttpReply with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new HttpReply(status, contentType, body, Map.copyOf(more), stream);
    }

    /** Sends as much as the delivery says; the caller closes the exchange. */
    void send(HttpExchange exchange, Delivery delivery) throws IOException {
        if (delivery == Delivery.LOST) {
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", contentType);
        headers.forEach(exchange.getResponseHeaders()::set);
        if (stream != null && delivery == Delivery.WHOLE) {
            exchange.sendResponseHeaders(status, stream.length() == 0 ? -1 : stream.length());
            stream.writer().write(exchange.getResponseBody());
            exchange.getResponseBody().flush();
            return;
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        int sent = delivery == Delivery.CUT ? bytes.length / 2 : bytes.length;
        exchange.getResponseBody().write(bytes, 0, sent);
        exchange.getResponseBody().flush();
    }
}

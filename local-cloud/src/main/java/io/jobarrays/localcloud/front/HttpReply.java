package io.jobarrays.localcloud.front;

import com.sun.net.httpserver.HttpExchange;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** HTTP response: status, content type, body and headers. */
public record HttpReply(int status, String contentType, String body, Map<String, String> headers) {

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
        return new HttpReply(status, contentType, body, Map.copyOf(more));
    }

    /** Sends as much as the delivery says; the caller closes the exchange. */
    void send(HttpExchange exchange, Delivery delivery) throws IOException {
        if (delivery == Delivery.LOST) {
            return;
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        int sent = delivery == Delivery.CUT ? bytes.length / 2 : bytes.length;
        exchange.getResponseBody().write(bytes, 0, sent);
        exchange.getResponseBody().flush();
    }
}

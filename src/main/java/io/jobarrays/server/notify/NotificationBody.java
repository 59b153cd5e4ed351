package io.jobarrays.server.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.server.net.NotifyFormat;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON of a notification, at most about 8 KiB; docs/how-to/notifications.md has its schema. */
final class NotificationBody {
    private static final int MAX_TEXT = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private NotificationBody() {}

    static String of(NotifyEvent event, NotifyFormat format, Instant at) {
        return switch (format) {
            case JSON -> json(event, at);
            case SLACK -> write(Map.of("text", slackText(limited(event.summary()))));
        };
    }

    private static String json(NotifyEvent event, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("summary", limited(event.summary()));
        data.put("name", event.subject());
        data.put("execution_id", event.execution());
        data.put("stage", event.stage());
        data.put("array_id", event.arrayId());
        data.putAll(event.details());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", event.type().text());
        body.put("timestamp", at.toString());
        body.put("data", data);
        return write(body);
    }

    /** Slack reads these three characters as the begin of links and mentions. */
    private static String slackText(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String limited(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
    }

    private static String write(Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts and numbers is JSON", e);
        }
    }
}

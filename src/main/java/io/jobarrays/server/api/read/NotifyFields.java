package io.jobarrays.server.api.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.net.NotifyTarget;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Reads the receiver of notifications from fields of a JSON body, or from the headers of a
 * submission: its query would be in the access logs of proxies, and the URL may be secret.
 */
public final class NotifyFields {
    public static final String HEADER = "Spawn-Notify";
    public static final String FORMAT_HEADER = "Spawn-Notify-Format";

    private NotifyFields() {}

    /** Null without the field {@code notify}. */
    public static @Nullable NotifyTarget of(ObjectNode body) {
        return target(text(body, "notify"), text(body, "notify_format"));
    }

    /** Null without the header. */
    public static @Nullable NotifyTarget of(HttpHeaders headers) {
        return target(headers.getHeaderString(HEADER), headers.getHeaderString(FORMAT_HEADER));
    }

    private static @Nullable NotifyTarget target(@Nullable String url, @Nullable String format) {
        if (url == null) {
            if (format != null) {
                throw new Refusal("notify-format: only with notify, which names the receiver");
            }
            return null;
        }
        return NotifyTarget.parse("notify", url, format);
    }

    private static @Nullable String text(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new Refusal(name + ": a text is needed");
        }
        return value.asText();
    }
}

package io.jobarrays.server.api.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobarrays.contract.Durations;
import io.jobarrays.contract.Refusal;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Body of a verb: {@code {"indexes": "3,17,40-63"}} and the fields of that verb. */
public record VerbBody(ObjectNode json) {

    public static VerbBody read(InputStream in, String... verbFields) {
        ObjectNode json = JsonBody.read(in);
        Set<String> known = new TreeSet<>(Set.of(verbFields));
        known.add("indexes");
        JsonBody.onlyKnown(json, known);
        return new VerbBody(json);
    }

    /** As ranges; null for all. */
    public @Nullable String indexes() {
        JsonNode indexes = json.get("indexes");
        return indexes == null || indexes.isNull() ? null : indexes.asText();
    }

    public Duration duration() {
        JsonNode duration = json.path("duration");
        if (!duration.isTextual()) {
            throw new Refusal("duration: missing; write {\"duration\": \"2h\"}");
        }
        return Durations.parse("duration", duration.asText());
    }

    public int size() {
        JsonNode size = json.path("size");
        if (!size.canConvertToInt() || !size.isIntegralNumber()) {
            throw new Refusal("size: missing or no whole number; write {\"size\": 12}");
        }
        return size.asInt();
    }

    /** Only failed indexes can be retried, and the body must say so. */
    public void requireFailed() {
        if (!json.path("failed").isBoolean() || !json.path("failed").asBoolean()) {
            throw new Refusal("failed: write {\"failed\": true}; only failed indexes are retried");
        }
    }
}

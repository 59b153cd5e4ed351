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

/** The body of a verb: {@code {"indexes": "3,17,40-63"}} and what the verb takes besides. */
public record VerbBody(ObjectNode json) {

    public static VerbBody read(InputStream in, String... besides) {
        ObjectNode json = JsonBody.read(in);
        Set<String> known = new TreeSet<>(Set.of(besides));
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

    /** What is retried is what failed: nothing else can be asked for. */
    public void requireFailed() {
        if (!json.path("failed").isBoolean() || !json.path("failed").asBoolean()) {
            throw new Refusal("failed: write {\"failed\": true}; only failed indexes are retried");
        }
    }
}

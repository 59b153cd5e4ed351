package io.jobarrays.server.api.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.net.NotifyTarget;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Body of a start of a definition: {@code {"definition", "version", "parameters", "files", "after",
 * "notify", "notify_format"}}.
 *
 * @param version null: the newest
 * @param after execution or array after whose end it begins
 */
public record StartJson(
        String definition,
        @Nullable Integer version,
        Map<String, String> parameters,
        @Nullable String files,
        @Nullable String after,
        @Nullable NotifyTarget receiver) {
    private static final Set<String> FIELDS =
            Set.of(
                    "definition",
                    "version",
                    "parameters",
                    "files",
                    "after",
                    "notify",
                    "notify_format");

    public static StartJson of(ObjectNode body) {
        JsonBody.onlyKnown(body, FIELDS);
        String definition = text(body, "definition");
        if (definition == null) {
            throw new Refusal("definition: missing; name a stored one");
        }
        return new StartJson(
                definition,
                version(body),
                parameters(body),
                text(body, "files"),
                text(body, "after"),
                NotifyFields.of(body));
    }

    private static @Nullable Integer version(ObjectNode body) {
        JsonNode version = body.path("version");
        if (version.isMissingNode() || version.isNull()) {
            return null;
        }
        if (!version.canConvertToInt() || version.asInt() < 1) {
            throw new Refusal("version: \"%s\" is not a version".formatted(version.asText()));
        }
        return version.asInt();
    }

    private static Map<String, String> parameters(ObjectNode body) {
        Map<String, String> parameters = new TreeMap<>();
        JsonNode given = body.path("parameters");
        if (!given.isMissingNode() && !given.isNull() && !given.isObject()) {
            throw new Refusal("parameters: write {\"NAME\": \"value\"}");
        }
        given.properties()
                .forEach(
                        one -> {
                            if (!one.getValue().isValueNode() || one.getValue().isNull()) {
                                throw new Refusal(
                                        "parameters: %s needs a text".formatted(one.getKey()));
                            }
                            parameters.put(one.getKey(), one.getValue().asText());
                        });
        return parameters;
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

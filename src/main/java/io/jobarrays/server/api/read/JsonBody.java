package io.jobarrays.server.api.read;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.web.MalformedBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.Set;

/** JSON object of a request; a duplicate field is malformed, an unknown one is refused. */
public final class JsonBody {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private JsonBody() {}

    /** An empty body is an empty object. */
    public static ObjectNode read(InputStream in) {
        byte[] body = BodyReader.read(in, "a JSON body");
        return body.length == 0 ? MAPPER.createObjectNode() : parse(body);
    }

    /**
     * @throws MalformedBody when it is not one JSON object
     * @throws Refusal when a text or a number in it cannot be used
     */
    public static ObjectNode parse(byte[] body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            if (node instanceof ObjectNode object) {
                JsonValues.check(object);
                return object;
            }
            throw new MalformedBody(1, 1, "a JSON object is needed, {\"…\": …}");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String sentence = e.getOriginalMessage().lines().findFirst().orElse("not JSON");
            throw at == null
                    ? new MalformedBody(1, 1, sentence)
                    : new MalformedBody(at.getLineNr(), at.getColumnNr(), sentence);
        } catch (IOException e) {
            // The parser guesses UTF-16 or UTF-32 from NUL bytes, and its decoder fails.
            throw new MalformedBody(1, 1, "not JSON in UTF-8");
        }
    }

    /** Refuses fields that the call does not read. */
    public static void onlyKnown(ObjectNode object, Set<String> known) {
        object.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!known.contains(name)) {
                                throw new Refusal(
                                        "\"%s\" is not known here; write %s"
                                                .formatted(
                                                        name,
                                                        known.stream()
                                                                .sorted(Comparator.naturalOrder())
                                                                .toList()));
                            }
                        });
    }
}

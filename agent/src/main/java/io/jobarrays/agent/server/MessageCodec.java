package io.jobarrays.agent.server;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.AgentMessage;
import java.util.List;
import java.util.Map;

/** JSON codec of {@link AgentMessage}s, one per WebSocket message. */
public final class MessageCodec {
    private static final Map<String, Class<? extends AgentMessage>> TYPES = AgentMessage.types();

    /** Shared: a mapper caches what it learns of each type. */
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .withConfigOverride(List.class, c -> c.setSetterInfo(emptyForNull()))
                    .withConfigOverride(Map.class, c -> c.setSetterInfo(emptyForNull()))
                    .build();

    public String write(AgentMessage message) {
        ObjectNode node = JSON.createObjectNode();
        node.put("type", AgentMessage.typeOf(message.getClass()));
        node.setAll(JSON.<ObjectNode>valueToTree(message));
        return encode(node);
    }

    public String write(Map<String, ?> fields) {
        return encode(fields);
    }

    /** Uses the shared mapper; {@code JsonNode.toString} would make another one. */
    private static String encode(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot write JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * @throws Refusal for invalid JSON or an unknown type
     */
    public AgentMessage read(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            String type = node.path("type").asText();
            Class<? extends AgentMessage> known = TYPES.get(type);
            if (known == null) {
                throw new Refusal("\"%s\" is no message of this version".formatted(type));
            }
            return JSON.treeToValue(node, known);
        } catch (JsonProcessingException e) {
            throw new Refusal("cannot read a message: " + e.getOriginalMessage());
        }
    }

    /** Returns a text field of a JSON object; empty when the field is missing. */
    public String readField(String text, String name) {
        try {
            return JSON.readTree(text).path(name).asText();
        } catch (JsonProcessingException e) {
            throw new Refusal("cannot read an answer: " + e.getOriginalMessage());
        }
    }

    /** Parses any JSON; returns a missing node for invalid text. */
    public JsonNode readTree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    private static JsonSetter.Value emptyForNull() {
        return JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
    }
}

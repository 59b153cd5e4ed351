package io.jobarrays.server.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobarrays.contract.AgentMessage;
import java.util.Optional;

/** Messages as text frames and back. */
final class Frames {
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Frames() {}

    static String write(AgentMessage message) {
        ObjectNode node = JSON.valueToTree(message);
        return node.put("type", AgentMessage.typeOf(message.getClass())).toString();
    }

    /** Empty for what an agent does not say, or a later version might. */
    static Optional<AgentMessage.FromAgent> read(String frame) throws JsonProcessingException {
        JsonNode node = JSON.readTree(frame);
        Class<? extends AgentMessage> type = AgentMessage.types().get(node.path("type").asText());
        if (type == null || !AgentMessage.FromAgent.class.isAssignableFrom(type)) {
            return Optional.empty();
        }
        return Optional.of((AgentMessage.FromAgent) JSON.treeToValue(node, type));
    }
}

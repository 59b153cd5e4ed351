package io.jobarrays.server.agents;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobarrays.contract.AgentMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Codec of agent messages and text frames. */
final class AgentFrames {
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE);

    static {
        JSON.addMixIn(AgentMessage.FromAgent.class, TypedByName.class);
        AgentMessage.types().values().stream()
                .filter(AgentMessage.FromAgent.class::isAssignableFrom)
                .map(type -> new NamedType(type, AgentMessage.typeOf(type)))
                .forEach(JSON::registerSubtypes);
    }

    /** Lets Jackson choose the record while it reads, so that a large log is not copied. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface TypedByName {}

    private AgentFrames() {}

    static String write(AgentMessage.ToAgent message) {
        ObjectNode node = JSON.valueToTree(message);
        return node.put("type", AgentMessage.typeOf(message.getClass())).toString();
    }

    /** Empty for types that agents do not send, and for types of later versions. */
    static Optional<AgentMessage.FromAgent> read(String frame) throws JsonProcessingException {
        AgentMessage.@Nullable FromAgent message =
                JSON.readValue(frame, AgentMessage.FromAgent.class);
        return Optional.ofNullable(message);
    }
}

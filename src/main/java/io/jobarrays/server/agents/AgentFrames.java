package io.jobarrays.server.agents;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobarrays.contract.messages.AgentMessage;
import java.io.IOException;
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
        JSON.registerModule(new SimpleModule().addDeserializer(String.class, new TextWithoutNul()));
        JSON.addMixIn(AgentMessage.FromAgent.class, TypedByName.class);
        AgentMessage.types().values().stream()
                .filter(AgentMessage.FromAgent.class::isAssignableFrom)
                .map(type -> new NamedType(type, AgentMessage.typeOf(type)))
                .forEach(JSON::registerSubtypes);
    }

    /** Lets Jackson choose the record while it reads, so that a large log is not copied. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface TypedByName {}

    /**
     * PostgreSQL has no NUL: a reason that quotes one would be refused, and sent again for ever.
     */
    private static final class TextWithoutNul extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        TextWithoutNul() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser frame, DeserializationContext context)
                throws IOException {
            return StringDeserializer.instance.deserialize(frame, context).replace('\0', '\uFFFD');
        }
    }

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

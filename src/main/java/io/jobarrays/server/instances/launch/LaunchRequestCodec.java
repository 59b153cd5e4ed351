package io.jobarrays.server.instances.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.server.instances.rows.LaunchRequest;
import jakarta.enterprise.context.ApplicationScoped;

/** Text of launch requests in {@code launch_intent}, which later versions must be able to read. */
@ApplicationScoped
class LaunchRequestCodec {
    private final ObjectMapper json;

    LaunchRequestCodec(ObjectMapper json) {
        this.json = json;
    }

    String write(LaunchRequest request) {
        try {
            return json.writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a launch request cannot be written as JSON", e);
        }
    }

    LaunchRequest read(String text) {
        try {
            return json.readValue(text, LaunchRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored launch request that cannot be read", e);
        }
    }
}

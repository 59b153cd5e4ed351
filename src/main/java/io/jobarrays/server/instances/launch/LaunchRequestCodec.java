package io.jobarrays.server.instances.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.server.instances.rows.LaunchRequest;
import io.jobarrays.server.state.Vault;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Text of launch requests in {@code launch_intent}, which later versions must be able to read;
 * sealed, since the user data has the nonce.
 */
@ApplicationScoped
class LaunchRequestCodec {
    private final ObjectMapper json;
    private final Vault vault;

    LaunchRequestCodec(ObjectMapper json, Vault vault) {
        this.json = json;
        this.vault = vault;
    }

    String write(LaunchRequest request) {
        try {
            return vault.seal(json.writeValueAsString(request));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a launch request cannot be written as JSON", e);
        }
    }

    LaunchRequest read(String text) {
        try {
            return json.readValue(vault.open(text), LaunchRequest.class);
        } catch (JsonProcessingException e) {
            // Neither text nor cause: both would quote what may be secret.
            throw new IllegalStateException("a stored launch request cannot be read");
        }
    }
}

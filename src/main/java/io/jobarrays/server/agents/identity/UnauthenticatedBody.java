package io.jobarrays.server.agents.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;

/** Reads the JSON of calls that have no token; a body that cannot be read is a failed attempt. */
@ApplicationScoped
public class UnauthenticatedBody {
    /** Most bytes that are read of a caller that has not proved anything. */
    public static final int MAX_BYTES = 64 << 10;

    private final ObjectMapper json;
    private final FailedAttempts attempts;

    UnauthenticatedBody(ObjectMapper json, FailedAttempts attempts) {
        this.json = json;
        this.attempts = attempts;
    }

    /**
     * @param check throws {@link Refusal} for a body without a required field
     */
    <T> T read(InputStream body, Class<T> type, UnaryOperator<T> check, String address) {
        try {
            byte[] bytes = body.readNBytes(MAX_BYTES);
            if (bytes.length == 0) {
                throw new Refusal("the call has no body; /q/openapi-agents describes it");
            }
            return check.apply(RequiredTexts.body(json.readValue(bytes, type)));
        } catch (Refusal refusal) {
            attempts.failed(address);
            throw refusal;
        } catch (IOException malformed) {
            attempts.failed(address);
            throw new Refused(
                    400,
                    "SPAWN-MALFORMED",
                    "the body is not the JSON that /q/openapi-agents describes");
        }
    }
}

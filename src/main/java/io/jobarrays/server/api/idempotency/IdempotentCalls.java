package io.jobarrays.server.api.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.files.Sha256;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries a POST out once per Idempotency-Key: whoever repeats it gets the first answer again. A
 * call that failed has changed nothing, so its key is free again.
 */
@ApplicationScoped
public class IdempotentCalls {
    private static final Duration KEPT = Duration.ofDays(7);

    private final ObjectMapper mapper;
    private final Clock clock;

    IdempotentCalls(ObjectMapper mapper, Clock clock) {
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * @param key null: there is none, and the call is simply made
     * @param target method, path and query
     */
    public Response call(
            @Nullable String key, String target, byte[] body, Supplier<Response> call) {
        if (key == null) {
            return call.get();
        }
        if (!key.matches("[\\x21-\\x7e]{1,255}")) {
            throw new Refusal("Idempotency-Key: write 1 to 255 visible characters");
        }
        String request =
                Sha256.of((target + "\n" + Sha256.of(body)).getBytes(StandardCharsets.UTF_8));
        boolean first =
                QuarkusTransaction.requiringNew()
                        .call(() -> IdempotentCall.take(key, request, clock.instant()));
        return first ? carryOut(key, call) : again(key, request);
    }

    private Response carryOut(String key, Supplier<Response> call) {
        try {
            Response answer = call.get();
            QuarkusTransaction.requiringNew().run(() -> keep(key, answer));
            return answer;
        } catch (RuntimeException failed) {
            QuarkusTransaction.requiringNew().run(() -> IdempotentCall.deleteById(key));
            throw failed;
        }
    }

    private void keep(String key, Response answer) {
        IdempotentCall row = Objects.requireNonNull(IdempotentCall.findById(key));
        row.status = answer.getStatus();
        row.location = answer.getHeaderString("Location");
        row.contentType = String.valueOf(answer.getMediaType());
        row.body = text(answer.getEntity());
    }

    private Response again(String key, String request) {
        IdempotentCall row =
                QuarkusTransaction.requiringNew().call(() -> IdempotentCall.findById(key));
        if (row == null || (row.request.equals(request) && row.status == null)) {
            throw new Refused(
                    409,
                    "SPAWN-KEY-IN-USE",
                    ("a call with the Idempotency-Key %s is going on or was cut off; see spawn list"
                                    + " before you take another key")
                            .formatted(key));
        }
        if (!row.request.equals(request)) {
            throw new Refused(
                    422,
                    "SPAWN-KEY-REUSED",
                    "the Idempotency-Key %s was used for another call; take another key"
                            .formatted(key));
        }
        return Response.status(Objects.requireNonNull(row.status))
                .header("Location", row.location)
                .type(row.contentType)
                .entity(row.body)
                .build();
    }

    private String text(Object entity) {
        try {
            return entity instanceof String text ? text : mapper.writeValueAsString(entity);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer is not JSON", e);
        }
    }

    @Scheduled(every = "1h", delayed = "10m")
    void forget() {
        QuarkusTransaction.requiringNew()
                .run(() -> IdempotentCall.delete("createdAt < ?1", clock.instant().minus(KEPT)));
    }
}

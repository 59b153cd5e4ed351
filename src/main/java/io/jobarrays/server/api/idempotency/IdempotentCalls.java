package io.jobarrays.server.api.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.contract.Sha256;
import io.jobarrays.server.problems.Refused;
import io.jobarrays.server.state.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries a POST out once per Idempotency-Key. A key is freed only by a refusal that wrote nothing;
 * after a failure it stays taken, because the work may have been done.
 */
@ApplicationScoped
class IdempotentCalls {
    private static final String SPAWN = "Spawn-";
    private static final int THROTTLED = 429;

    private final IdempotencyRows rows;
    private final ObjectMapper mapper;
    private final Vault vault;

    /** Identity of the call in progress by key. */
    private final Map<String, Object> inProgress = new ConcurrentHashMap<>();

    IdempotentCalls(IdempotencyRows rows, ObjectMapper mapper, Vault vault) {
        this.rows = rows;
        this.mapper = mapper;
        this.vault = vault;
    }

    /** What tells one call from another: an HMAC of method, path, query and body. */
    String hash(URI uri, byte[] body) {
        String target = uri.getRawPath() + "?" + uri.getRawQuery();
        return vault.stamp("POST " + target + "\n" + Sha256.of(body));
    }

    /** False: the key is taken, and {@link #repeat} answers. */
    boolean begin(String key, String request) {
        Object call = new Object();
        Object earlier = inProgress.putIfAbsent(key, call);
        boolean first = false;
        try {
            first = rows.take(key, request);
        } finally {
            if (!first) {
                inProgress.remove(key, call);
            }
        }
        if (first && earlier != null) {
            // The earlier call has freed its row and not yet its entry.
            inProgress.put(key, call);
        }
        return first;
    }

    /**
     * @param written whether the call wrote to the database
     */
    void end(String key, boolean written, ContainerResponseContext answer) {
        Object call = inProgress.get(key);
        try {
            int status = answer.getStatus();
            if (status < 400 || (written && isRefusal(status))) {
                rows.store(key, stored(answer));
            } else if (isRefusal(status) || (status == THROTTLED && !written)) {
                rows.free(key);
            }
        } finally {
            if (call != null) {
                inProgress.remove(key, call);
            }
        }
    }

    private static boolean isRefusal(int status) {
        return status >= 400 && status < 500 && status != THROTTLED;
    }

    /**
     * The stored answer.
     *
     * @throws Refused 422 another request has the key; 409 its call is in progress or was cut off
     */
    Response repeat(String key, String request) {
        IdempotentCall row = rows.find(key).orElseThrow(() -> inUse(key));
        if (!row.request.equals(request) && row.status != null && row.headers == null) {
            // Stored before column headers existed, under another hash: it may be this very call.
            throw inUse(key);
        }
        if (!row.request.equals(request)) {
            throw new Refused(
                    422,
                    "SPAWN-KEY-REUSED",
                    "the Idempotency-Key %s was used for another call; take another key"
                            .formatted(key));
        }
        if (row.status == null) {
            throw inUse(key);
        }
        ResponseBuilder answer =
                Response.status(row.status)
                        .header(HttpHeaders.LOCATION, row.location)
                        .type(row.contentType)
                        .entity(row.body == null ? null : vault.open(row.body));
        headers(row.headers)
                .forEach((name, values) -> values.forEach(value -> answer.header(name, value)));
        return answer.build();
    }

    private Refused inUse(String key) {
        String sentence =
                inProgress.containsKey(key)
                        ? "a call with the Idempotency-Key %s is in progress; repeat it later to"
                                + " get its answer"
                        : "a call with the Idempotency-Key %s was cut off or failed, and may have"
                                + " taken effect; check spawn list and spawn executions list before"
                                + " you take another key";
        return new Refused(409, "SPAWN-KEY-IN-USE", sentence.formatted(key));
    }

    private StoredAnswer stored(ContainerResponseContext answer) {
        String body = answer.hasEntity() ? text(answer.getEntity()) : null;
        if (body != null) {
            // The first answer and its repeats are the same bytes.
            answer.setEntity(body);
        }
        MediaType type = answer.getMediaType();
        return new StoredAnswer(
                answer.getStatus(),
                answer.getHeaderString(HttpHeaders.LOCATION),
                type == null ? null : type.toString(),
                headers(answer.getStringHeaders()),
                body == null ? null : vault.seal(body));
    }

    private String headers(MultivaluedMap<String, String> all) {
        Map<String, List<String>> own = new TreeMap<>();
        all.forEach(
                (name, values) -> {
                    if (name.startsWith(SPAWN) || name.equals(HttpHeaders.VARY)) {
                        own.put(name, values);
                    }
                });
        return json(own);
    }

    private Map<String, List<String>> headers(@Nullable String json) {
        try {
            return json == null ? Map.of() : mapper.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored headers are not JSON", e);
        }
    }

    private String text(Object entity) {
        return entity instanceof String text ? text : json(entity);
    }

    private String json(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the answer to a POST is neither text nor JSON", e);
        }
    }
}

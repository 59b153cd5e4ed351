package io.jobarrays.server.api.idempotency;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.api.read.BodyReader;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Honours {@code Idempotency-Key} on every POST below {@code /api/v1}. Runs on the thread of the
 * resource, because it uses the database.
 */
@Provider
class IdempotencyFilter implements ContainerRequestFilter, ContainerResponseFilter {
    static final String HEADER = "Idempotency-Key";

    private static final String PATH = "/api/v1/";
    private static final String TAKEN = IdempotencyFilter.class.getName();

    private record TakenKey(String key, AtomicBoolean written) {}

    private final IdempotentCalls calls;

    IdempotencyFilter(IdempotentCalls calls) {
        this.calls = calls;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String key = request.getHeaderString(HEADER);
        URI uri = request.getUriInfo().getRequestUri();
        if (key == null
                || !request.getMethod().equals(HttpMethod.POST)
                || !uri.getRawPath().startsWith(PATH)) {
            return;
        }
        if (!key.matches("[\\x21-\\x7e]{1,255}")) {
            throw new Refusal("Idempotency-Key: write 1 to 255 visible characters");
        }
        byte[] body = body(request);
        request.setEntityStream(new ByteArrayInputStream(body));
        String hash = calls.hash(uri, body);
        if (calls.begin(key, hash)) {
            request.setProperty(TAKEN, new TakenKey(key, WriteDetector.start()));
        } else {
            request.abortWith(calls.repeat(key, hash));
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext answer) {
        if (request.getProperty(TAKEN) instanceof TakenKey taken) {
            // Before anything that can fail: the answer to that failure is not the call's.
            request.removeProperty(TAKEN);
            WriteDetector.stop();
            calls.end(taken.key(), taken.written().get(), answer);
        }
    }

    private static byte[] body(ContainerRequestContext request) {
        MediaType type = request.getMediaType();
        boolean xml = type != null && type.getSubtype().equals("xml");
        return BodyReader.read(request.getEntityStream(), xml ? "job XML" : "a JSON body");
    }
}

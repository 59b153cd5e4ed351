package io.jobarrays.server.api.idempotency;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/**
 * Fails a request with the header {@value HEADER} once its resource has returned: the work is
 * committed, and its answer is lost.
 */
@Provider
@Priority(Priorities.USER + 1000)
public class FailureAfterWork implements ContainerResponseFilter {
    static final String HEADER = "Test-Fail-After-Work";

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext answer) {
        if (request.getHeaderString(HEADER) != null && request.getProperty(HEADER) == null) {
            request.setProperty(HEADER, true);
            throw new IllegalStateException("fails after its work, as the test asks");
        }
    }
}

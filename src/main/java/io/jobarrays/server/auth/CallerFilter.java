package io.jobarrays.server.auth;

import io.jobarrays.server.caller.Caller;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Makes the sender of a call the caller of its thread, and writes a line to the log for each call
 * that may change something.
 */
@Provider
public class CallerFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final Logger LOG = Logger.getLogger("io.jobarrays.audit");
    private static final Set<String> READS =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final CurrentVertxRequest current;

    CallerFilter(CurrentVertxRequest current) {
        this.current = current;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (current.getCurrent().get(TokenFilter.CALLER) instanceof Caller caller) {
            caller.enter();
        }
    }

    /** Without the query, which has the parameters of a submission. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Caller caller = Caller.current();
        if (caller != null && !READS.contains(request.getMethod())) {
            LOG.infof(
                    "%s %s: %d, %s",
                    request.getMethod(),
                    request.getUriInfo().getAbsolutePath().getRawPath(),
                    response.getStatus(),
                    caller);
        }
        Caller.leave();
    }
}

package io.jobarrays.server.web;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Answer to {@code OPTIONS}: the methods of the path. The library answers with those of all paths
 * that begin as the path of the resource's class.
 */
class OptionsFilter {
    private final AllowedMethods methods;

    OptionsFilter(AllowedMethods methods) {
        this.methods = methods;
    }

    /**
     * Empty for other methods.
     *
     * @throws NotFoundException for a path that nothing has
     */
    @ServerRequestFilter(preMatching = true)
    Optional<Response> answer(ContainerRequestContext request) {
        if (!request.getMethod().equals(HttpMethod.OPTIONS)) {
            return Optional.empty();
        }
        Set<String> allowed = methods.of(request.getUriInfo().getRequestUri().getRawPath());
        if (allowed.isEmpty()) {
            throw new NotFoundException();
        }
        return Optional.of(
                Response.noContent().header(HttpHeaders.ALLOW, String.join(", ", allowed)).build());
    }
}

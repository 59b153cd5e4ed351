package io.jobarrays.server.auth;

import io.jobarrays.server.agents.identity.AgentAuthentication;
import io.jobarrays.server.caller.Caller;
import io.jobarrays.server.caller.CallerAddress;
import io.jobarrays.server.web.Problem;
import io.jobarrays.server.web.UnreadBody;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * HTTP filter that answers 401 to every call without the token, whatever its path. Health and the
 * OpenAPI document need none, in dev mode nor do its pages; {@code /agents/} checks the agents'
 * tokens.
 */
@ApplicationScoped
class TokenFilter {
    /** Key of the {@link Caller} in the data of a call. */
    static final String CALLER = Caller.class.getName();

    private static final String SCHEME = "bearer ";
    private static final String AGENTS = "/agents/";
    private static final List<String> UNAUTHENTICATED_PATHS =
            List.of("/q/health", "/q/openapi", "/q/openapi-agents");
    private static final List<String> UNAUTHENTICATED_PREFIXES = List.of("/q/health/", AGENTS);

    /** Higher than that of every handler that answers. */
    private static final int FILTER_PRIORITY = 1000;

    private final ApiToken token;
    private final AgentAuthentication authentication;
    private final CallerAddress addresses;

    TokenFilter(ApiToken token, AgentAuthentication authentication, CallerAddress addresses) {
        this.token = token;
        this.authentication = authentication;
        this.addresses = addresses;
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, FILTER_PRIORITY);
    }

    private void filter(RoutingContext call) {
        String path = call.normalizedPath();
        if (UNAUTHENTICATED_PATHS.contains(path)
                || UNAUTHENTICATED_PREFIXES.stream().anyMatch(path::startsWith)
                || DevPages.isOpen(path, call.request())) {
            limitBody(call, path);
            call.next();
            return;
        }
        String header = call.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && isBearer(header)) {
            if (token.matches(header.substring(SCHEME.length()).strip())) {
                call.put(CALLER, new Caller(token.id(), addresses.of(call.request())));
                call.next();
            } else {
                refuse(call, "the token is not this control plane's; run: eval \"$(spawn env)\"");
            }
            return;
        }
        refuse(call, "this call needs a token; run: eval \"$(spawn env)\"");
    }

    private static boolean isBearer(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private static void refuse(RoutingContext call, String sentence) {
        Problem problem = Problem.of(401, "SPAWN-UNAUTHORIZED", sentence);
        call.response().putHeader("WWW-Authenticate", "Bearer realm=\"spawn\"");
        UnreadBody.refuse(call, problem);
    }

    /** Bodies of members, which are large, come with a token of this control plane. */
    private void limitBody(RoutingContext call, String path) {
        boolean ofMember = path.startsWith(AGENTS) && authentication.isStamped(call.request());
        if (!ofMember) {
            UnreadBody.closeIfLarge(call);
        }
    }
}

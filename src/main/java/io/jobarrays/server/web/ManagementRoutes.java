package io.jobarrays.server.web;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Health and metrics of the management port on the main port as well, while that is bound to
 * loopback only: a control plane on a developer's machine has one address. Otherwise they would be
 * public.
 */
@ApplicationScoped
class ManagementRoutes {
    private static final Pattern PATHS = Pattern.compile("/q/(health(/.*)?|metrics)");

    private final String host;
    private volatile @Nullable Router management;

    ManagementRoutes(@ConfigProperty(name = "quarkus.http.host") String host) {
        this.host = host;
    }

    void register(@Observes ManagementInterface started) {
        management = started.router();
    }

    void register(@Observes Router main) {
        if (isLoopback(host)) {
            // Without a path, below which those of the other router would be looked for.
            main.route().handler(this::forward);
        }
    }

    private void forward(RoutingContext call) {
        Router router = management;
        if (router != null && isRead(call) && PATHS.matcher(call.normalizedPath()).matches()) {
            router.handleContext(call);
        } else {
            call.next();
        }
    }

    /** The other router would read the body of any other call. */
    private static boolean isRead(RoutingContext call) {
        HttpMethod method = call.request().method();
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
    }

    /** False for a name that would have to be looked up. */
    static boolean isLoopback(String host) {
        boolean isAddress = host.matches("[0-9.]+|\\[?[0-9a-f:]+]?");
        return host.equals("localhost")
                || (isAddress && InetAddress.ofLiteral(host).isLoopbackAddress());
    }
}

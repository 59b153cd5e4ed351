package io.jobarrays.server.auth;

import io.quarkus.runtime.LaunchMode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pages of dev mode that a browser on this machine opens without a token: Dev UI, Swagger UI and
 * all else below {@code /q/}. Instances of the local cloud are refused: their connections come from
 * another loopback address, see {@code ControlPlaneAddress} of the local cloud.
 */
final class DevPages {
    private static final String ROOT = "/q/";
    private static final String LOOPBACK = "127.0.0.1";

    /** A page of the internet whose name resolves to this machine has another host. */
    private static final Set<String> HOSTS = Set.of("localhost", LOOPBACK);

    private DevPages() {}

    static boolean isOpen(String path, HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return LaunchMode.current() == LaunchMode.DEVELOPMENT
                && isOpen(
                        path,
                        request.remoteAddress().hostAddress(),
                        authority == null ? null : authority.host());
    }

    /**
     * @param client IP address
     * @param host of the request's address; null: it has none
     */
    static boolean isOpen(String path, @Nullable String client, @Nullable String host) {
        return path.startsWith(ROOT)
                && LOOPBACK.equals(client)
                && host != null
                && HOSTS.contains(host);
    }
}

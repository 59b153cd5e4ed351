package io.jobarrays.localcloud.machines.scale;

import com.sun.net.httpserver.HttpExchange;
import io.jobarrays.localcloud.base.GuestServices;
import io.jobarrays.localcloud.base.LoopbackHttpServer;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metadata services of all instances in scale mode, on loopback. The path names the instance:
 * {@code /SECRET/INSTANCE_ID/latest/…}; other users of this host do not know the secret.
 */
final class ScaleMetadataServer implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/([0-9a-f]+)/(i-[0-9a-f]+)(/.*)");

    private final String secret = newSecret();
    private final LoopbackHttpServer server;
    private final GuestServices services;

    ScaleMetadataServer(GuestServices services) throws IOException {
        this.services = services;
        this.server = new LoopbackHttpServer(this::answer);
    }

    /** Base URI; an instance id completes it. */
    String baseUri() {
        return "%s/%s/".formatted(server.uri(), secret);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        if (path.matches() && path.group(1).equals(secret)) {
            services.metadata(exchange, path.group(2), path.group(3));
        } else {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        }
    }

    private static String newSecret() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        server.close();
    }
}

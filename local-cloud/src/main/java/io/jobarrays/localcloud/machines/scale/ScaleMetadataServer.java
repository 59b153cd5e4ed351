package io.jobarrays.localcloud.machines.scale;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jobarrays.localcloud.base.GuestServices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP server of the metadata services of scale mode, on loopback. The path names the instance:
 * {@code /SECRET/INSTANCE_ID/latest/…}; other users of this host do not know the secret.
 */
final class ScaleMetadataServer implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/([0-9a-f]+)/(i-[0-9a-f]+)(/.*)");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String secret = newSecret();
    private final HttpServer server;
    private final GuestServices services;

    ScaleMetadataServer(GuestServices services) throws IOException {
        this.services = services;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Base URI; an instance id completes it. */
    String baseUri() {
        return "http://127.0.0.1:%d/%s/".formatted(server.getAddress().getPort(), secret);
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
        server.stop(0);
        threads.shutdownNow();
    }
}

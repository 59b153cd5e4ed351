package io.jobarrays.localcloud.base;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HTTP server on a free port of 127.0.0.1, with a virtual thread for each request. */
public final class LoopbackHttpServer implements AutoCloseable {
    /** Connections not yet accepted: those of thousands of agents may come at once. */
    private static final int MAX_WAITING = 4096;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /**
     * Starts the server.
     *
     * @param handler answers all requests
     */
    public LoopbackHttpServer(HttpHandler handler) throws IOException {
        this.server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), MAX_WAITING);
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** {@code http://127.0.0.1:PORT}. */
    public String uri() {
        return "http://127.0.0.1:" + address().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package io.jobarrays.localcloud.machines.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jobarrays.localcloud.base.GuestServices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The metadata service's HTTP server, on loopback. It knows an instance by the local port of the
 * connection that was opened for it; whoever else finds the server is refused.
 */
final class MetadataServer implements AutoCloseable {
    private final Map<Integer, String> instanceByPort = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final GuestServices guest;

    MetadataServer(GuestServices guest) throws IOException {
        this.guest = guest;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Carries an instance's connection to the server. */
    void serve(SocketChannel instance, String instanceId) throws IOException {
        SocketChannel channel = SocketChannel.open(server.getAddress());
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        instanceByPort.put(port, instanceId);
        try {
            ConnectionPipe.join(instance, channel);
        } finally {
            instanceByPort.remove(port);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String instanceId = instanceByPort.get(exchange.getRemoteAddress().getPort());
        if (instanceId == null) {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        } else {
            guest.metadata(exchange, instanceId);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

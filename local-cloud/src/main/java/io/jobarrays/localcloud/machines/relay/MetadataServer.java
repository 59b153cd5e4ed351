package io.jobarrays.localcloud.machines.relay;

import com.sun.net.httpserver.HttpExchange;
import io.jobarrays.localcloud.base.GuestServices;
import io.jobarrays.localcloud.base.LoopbackHttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Metadata service of instances behind the relay, on loopback. Identifies an instance by the local
 * port of its relayed connection; answers 403 to any other connection.
 */
final class MetadataServer implements AutoCloseable {
    private final Map<Integer, String> instanceByPort = new ConcurrentHashMap<>();
    private final LoopbackHttpServer server;
    private final GuestServices services;

    MetadataServer(GuestServices services) throws IOException {
        this.services = services;
        this.server = new LoopbackHttpServer(this::answer);
    }

    /** Forwards an instance's connection to the server. */
    void serve(SocketChannel instance, String instanceId) throws IOException {
        SocketChannel channel = SocketChannel.open(server.address());
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
            services.metadata(exchange, instanceId);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}

package io.jobarrays.agent.scale;

import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Builder of WebSockets through a machine's network. */
final class MachineWebSocketBuilder implements WebSocket.Builder {
    private final WebSocket.Builder builder;
    private final Router router;
    private final NetworkSwitch network;

    MachineWebSocketBuilder(WebSocket.Builder builder, Router router, NetworkSwitch network) {
        this.builder = builder;
        this.router = router;
        this.network = network;
    }

    @Override
    public WebSocket.Builder header(String name, String value) {
        builder.header(name, value);
        return this;
    }

    @Override
    public WebSocket.Builder connectTimeout(Duration timeout) {
        builder.connectTimeout(timeout);
        return this;
    }

    @Override
    public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
        builder.subprotocols(mostPreferred, lesserPreferred);
        return this;
    }

    @Override
    public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
        try {
            return builder.buildAsync(
                            router.route(uri), new MachineWebSocket.Receiver(listener, network))
                    .thenApply(socket -> new MachineWebSocket(socket, network));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Finds the address on this host. */
    interface Router {
        URI route(URI uri) throws IOException;
    }
}

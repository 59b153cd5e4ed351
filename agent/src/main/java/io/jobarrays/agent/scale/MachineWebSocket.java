package io.jobarrays.agent.scale;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * WebSocket through a machine's network. While the machine is disconnected it neither sends nor
 * reads, nor answers pings; it continues when the machine is connected again, as TCP does.
 */
record MachineWebSocket(WebSocket socket, NetworkSwitch network) implements WebSocket {

    @Override
    public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
        return network.connected().thenCompose(up -> socket.sendText(data, last));
    }

    @Override
    public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
        return network.connected().thenCompose(up -> socket.sendBinary(data, last));
    }

    @Override
    public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
        return network.connected().thenCompose(up -> socket.sendPing(message));
    }

    @Override
    public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
        return network.connected().thenCompose(up -> socket.sendPong(message));
    }

    @Override
    public CompletableFuture<WebSocket> sendClose(int status, String reason) {
        return network.connected().thenCompose(up -> socket.sendClose(status, reason));
    }

    /** Without a request, the client reads nothing from the connection. */
    @Override
    public void request(long messages) {
        if (network.connected().isDone()) {
            socket.request(messages);
        } else {
            var _ = network.connected().thenRun(() -> socket.request(messages));
        }
    }

    @Override
    public String getSubprotocol() {
        return socket.getSubprotocol();
    }

    @Override
    public boolean isOutputClosed() {
        return socket.isOutputClosed();
    }

    @Override
    public boolean isInputClosed() {
        return socket.isInputClosed();
    }

    @Override
    public void abort() {
        socket.abort();
    }

    /** Passes received messages on; its receiver asks for more through the machine's network. */
    record Receiver(WebSocket.Listener listener, NetworkSwitch network)
            implements WebSocket.Listener {
        @Override
        public void onOpen(WebSocket from) {
            listener.onOpen(through(from));
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence text, boolean last) {
            return listener.onText(through(from), text, last);
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(
                WebSocket from, ByteBuffer data, boolean last) {
            return listener.onBinary(through(from), data, last);
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
            return listener.onPing(through(from), message);
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            return listener.onPong(through(from), message);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            return listener.onClose(through(from), status, reason);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            listener.onError(through(from), error);
        }

        private WebSocket through(WebSocket from) {
            return new MachineWebSocket(from, network);
        }
    }
}

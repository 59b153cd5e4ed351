package io.jobarrays.server.api.connect;

import io.jobarrays.server.ServerStopping;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * WebSocket to a client of a session. Buffers up to 256 Ki characters of frames; beyond that it
 * stops reading, and TCP slows the client down.
 */
final class ClientConnection {
    private static final int MAX_BUFFERED_CHARACTERS = 256 << 10;
    private static final Duration PING_INTERVAL = Duration.ofSeconds(20);

    private final ServerWebSocket socket;
    private final BlockingQueue<Optional<String>> frames = new LinkedBlockingQueue<>();
    private final AtomicInteger buffered = new AtomicInteger();

    /** Must be called on the socket's event loop, before its first frame arrives. */
    ClientConnection(ServerWebSocket socket, Vertx vertx) {
        this.socket = socket;
        // A lost network connection is only detected by a write.
        long pings =
                vertx.setPeriodic(
                        PING_INTERVAL.toMillis(), timer -> socket.writePing(Buffer.buffer()));
        socket.textMessageHandler(this::received);
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(
                closed -> {
                    vertx.cancelTimer(pings);
                    frames.add(Optional.empty());
                });
    }

    /** The next frame; empty when the client has disconnected. */
    Optional<String> next() throws InterruptedException {
        Optional<String> frame = frames.take();
        int left = buffered.addAndGet(-frame.map(String::length).orElse(0));
        if (left <= MAX_BUFFERED_CHARACTERS && frame.isPresent()) {
            socket.resume();
        }
        return frame;
    }

    /** Blocks until the message is written; false when the client has disconnected. */
    boolean send(JsonObject message) throws InterruptedException {
        try {
            socket.writeTextMessage(message.encode())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            return true;
        } catch (ExecutionException | IllegalStateException disconnected) {
            return false;
        }
    }

    void close() {
        socket.close();
    }

    /** The server ends. */
    void closeForRestart() {
        socket.close((short) ServerStopping.CLOSE_CODE, ServerStopping.CLOSE_REASON);
    }

    private void received(String frame) {
        if (buffered.addAndGet(frame.length()) > MAX_BUFFERED_CHARACTERS) {
            // Before the frame is queued: the reader that takes it resumes the socket.
            socket.pause();
        }
        frames.add(Optional.of(frame));
    }
}

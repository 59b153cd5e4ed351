package io.jobarrays.server.api.connect;

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
 * A person's end of a session. Frames are taken one by one; whoever sends faster is held back by
 * TCP, for no more than a little waits here.
 */
final class ClientConnection {
    private static final int MAX_BUFFERED_CHARACTERS = 256 << 10;
    private static final Duration PING_INTERVAL = Duration.ofSeconds(20);

    private final ServerWebSocket socket;
    private final BlockingQueue<Optional<String>> frames = new LinkedBlockingQueue<>();
    private final AtomicInteger buffered = new AtomicInteger();

    /** On the socket's own thread, before its first frame. */
    ClientConnection(ServerWebSocket socket, Vertx vertx) {
        this.socket = socket;
        // A network that is gone shows only when something is sent.
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

    /** Empty: the person has gone. */
    Optional<String> next() throws InterruptedException {
        Optional<String> frame = frames.take();
        int left = buffered.addAndGet(-frame.map(String::length).orElse(0));
        if (left <= MAX_BUFFERED_CHARACTERS && frame.isPresent()) {
            socket.resume();
        }
        return frame;
    }

    /** Waits until it is out, however slowly the person reads; false: the person has gone. */
    boolean send(JsonObject word) throws InterruptedException {
        try {
            socket.writeTextMessage(word.encode()).toCompletionStage().toCompletableFuture().get();
            return true;
        } catch (ExecutionException | IllegalStateException gone) {
            return false;
        }
    }

    void close() {
        socket.close();
    }

    private void received(String frame) {
        if (buffered.addAndGet(frame.length()) > MAX_BUFFERED_CHARACTERS) {
            // Before it can be taken: whoever takes it lets the next ones come.
            socket.pause();
        }
        frames.add(Optional.of(frame));
    }
}

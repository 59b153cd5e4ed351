package io.jobarrays.cli.http;

import io.jobarrays.cli.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** JSON objects to and from the control plane over one WebSocket, a frame each. */
public final class Frames implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** Often enough for whatever stands between and forgets connections that say nothing. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(30);

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    private final WebSocket socket;
    private final ReentrantLock sending = new ReentrantLock();
    private final Thread alive;

    private Frames(WebSocket socket) {
        this.socket = socket;
        this.alive = Thread.ofVirtual().start(this::giveSignsOfLife);
    }

    /**
     * Connects.
     *
     * @param path relative to {@code /api/v1}
     * @param heard takes each object, one after the other; the next is read when it returns
     * @param gone told once when there will be nothing more, with the reason
     */
    public static Frames open(
            Endpoint server, String path, Consumer<Json> heard, Consumer<Failure> gone) {
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder().connectTimeout(CONNECT);
        server.token().ifPresent(it -> builder.header("Authorization", "Bearer " + it));
        URI uri = URI.create(server.url().replaceFirst("^http", "ws") + "/api/v1" + path);
        try {
            return new Frames(builder.buildAsync(uri, new Listener(heard, gone)).join());
        } catch (CompletionException failed) {
            throw refused("GET /api/v1" + path, server, failed.getCause());
        }
    }

    private static RuntimeException refused(
            String tried, Endpoint server, @Nullable Throwable cause) {
        return switch (cause) {
            case WebSocketHandshakeException answered ->
                    Problem.of(tried, answered.getResponse().statusCode(), "");
            case IOException broken -> new Unreachable(tried, server.url(), broken);
            case null, default -> new IllegalStateException(cause);
        };
    }

    /** Returns when it is on its way. What the other side does not want any more is dropped. */
    public void send(Json frame) {
        sending.lock();
        try {
            socket.sendText(frame.toString(), true).join();
        } catch (CompletionException closed) {
            // Who listens is told why.
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void close() {
        alive.interrupt();
        socket.abort();
    }

    private void giveSignsOfLife() {
        try {
            while (!socket.isOutputClosed()) {
                Thread.sleep(SIGN_OF_LIFE);
                socket.sendPing(ByteBuffer.allocate(0)).join();
            }
        } catch (InterruptedException | CompletionException over) {
            // Who listens is told why.
        }
    }

    private static final class Listener implements WebSocket.Listener {
        private final Consumer<Json> heard;
        private final Consumer<Failure> gone;
        private final StringBuilder text = new StringBuilder();

        Listener(Consumer<Json> heard, Consumer<Failure> gone) {
            this.heard = heard;
            this.gone = gone;
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                Json frame = Json.parse(text.toString());
                text.setLength(0);
                heard.accept(frame);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            tell("closed with %d %s".formatted(code, reason).strip());
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            tell(String.valueOf(error.getMessage() == null ? error : error.getMessage()));
        }

        private void tell(String why) {
            gone.accept(
                    Failure.of(
                            "SPAWN-CUT-OFF",
                            "the connection to the control plane was cut off (%s)".formatted(why)));
        }
    }
}

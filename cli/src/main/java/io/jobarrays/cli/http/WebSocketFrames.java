package io.jobarrays.cli.http;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** WebSocket to the control plane; sends and receives one JSON object per frame. */
public final class WebSocketFrames implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration PING_INTERVAL = Duration.ofSeconds(5);

    /** The control plane sends a ping every 20 s. */
    private static final Duration MAX_SILENCE = Duration.ofSeconds(60);

    /** Frames received in this time are handled before a send failure is reported. */
    private static final Duration RECEIVE_GRACE_PERIOD = Duration.ofSeconds(2);

    /** One for all sessions of a command. */
    private static final Map<Optional<SSLContext>, HttpClient> CLIENTS = new ConcurrentHashMap<>();

    private final WebSocket socket;
    private final Listener listener;
    private final ReentrantLock sending = new ReentrantLock();
    private final Thread pinger;

    private WebSocketFrames(WebSocket socket, Listener listener) {
        this.socket = socket;
        this.listener = listener;
        this.pinger = Thread.ofVirtual().start(this::pingUntilClosed);
    }

    /**
     * Connects.
     *
     * @param path relative to {@code /api/v1}
     * @param onFrame receives each object in order; the next is read when it returns
     * @param gone receives the reason when the connection ends; may be called repeatedly
     */
    public static WebSocketFrames open(
            Endpoint server, String path, Consumer<JsonValue> onFrame, Consumer<Failure> gone) {
        HttpClient client = CLIENTS.computeIfAbsent(server.tls(), WebSocketFrames::client);
        WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
        server.token().ifPresent(it -> builder.header("Authorization", "Bearer " + it));
        URI uri = URI.create(server.url().replaceFirst("^http", "ws") + "/api/v1" + path);
        try {
            Listener listener = new Listener(onFrame, gone);
            return new WebSocketFrames(builder.buildAsync(uri, listener).join(), listener);
        } catch (CompletionException failed) {
            throw handshakeFailure("GET /api/v1" + path, server, failed.getCause());
        }
    }

    private static HttpClient client(Optional<SSLContext> tls) {
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
        tls.ifPresent(client::sslContext);
        return client.build();
    }

    private static RuntimeException handshakeFailure(
            String tried, Endpoint server, @Nullable Throwable cause) {
        return switch (cause) {
            case WebSocketHandshakeException answered ->
                    ProblemReader.of(tried, answered.getResponse().statusCode(), "");
            case IOException broken -> new Unreachable(tried, server.url(), broken);
            case null, default -> new IllegalStateException(cause);
        };
    }

    /** Returns when the frame is sent; drops the frame if the connection is closed. */
    public void send(JsonValue frame) {
        sending.lock();
        try {
            socket.sendText(frame.toString(), true).join();
        } catch (CompletionException closed) {
            reportSendFailure();
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void close() {
        pinger.interrupt();
        socket.abort();
    }

    /**
     * Detects a broken connection by writing: the JDK does not report a break while a frame is
     * being handled (acknowledgeReception throws in onComplete).
     */
    private void pingUntilClosed() {
        try {
            while (true) {
                Thread.sleep(PING_INTERVAL);
                var _ =
                        socket.sendPing(ByteBuffer.allocate(0))
                                .whenComplete(
                                        (sent, failure) -> {
                                            if (failure instanceof IOException) {
                                                reportSendFailure();
                                            }
                                        });
                if (listener.silentSince(Instant.now().minus(MAX_SILENCE))) {
                    listener.reportCutOff("nothing received for a minute");
                }
            }
        } catch (InterruptedException closed) {
            // Closed by close().
        }
    }

    private void reportSendFailure() {
        CompletableFuture.delayedExecutor(RECEIVE_GRACE_PERIOD.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> listener.reportCutOff("sending failed"));
    }

    private static final class Listener implements WebSocket.Listener {
        private final Consumer<JsonValue> onFrame;
        private final Consumer<Failure> onCutOff;
        private final StringBuilder text = new StringBuilder();
        private volatile Instant lastReceivedAt = Instant.now();
        private volatile boolean handlingFrame;

        Listener(Consumer<JsonValue> onFrame, Consumer<Failure> gone) {
            this.onFrame = onFrame;
            this.onCutOff = gone;
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence part, boolean last) {
            handlingFrame = true;
            text.append(part);
            if (last) {
                JsonValue frame = JsonValue.parse(text.toString());
                text.setLength(0);
                onFrame.accept(frame);
            }
            lastReceivedAt = Instant.now();
            handlingFrame = false;
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
            lastReceivedAt = Instant.now();
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            return onPing(socket, message);
        }

        /** Excludes the time in which this side handles a frame. */
        boolean silentSince(Instant then) {
            return !handlingFrame && lastReceivedAt.isBefore(then);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            reportCutOff("closed with %d %s".formatted(code, reason).strip());
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            reportCutOff(String.valueOf(error.getMessage() == null ? error : error.getMessage()));
        }

        private void reportCutOff(String why) {
            onCutOff.accept(
                    Failure.of(
                            "SPAWN-CUT-OFF",
                            "the connection to the control plane was cut off (%s)".formatted(why)));
        }
    }
}

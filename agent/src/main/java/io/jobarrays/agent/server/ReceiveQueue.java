package io.jobarrays.agent.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Queue of the messages of one connection, so that the HTTP client's thread never waits for the
 * disk; ends when the connection closes, breaks or is silent.
 */
final class ReceiveQueue implements WebSocket.Listener {
    /** The server sends a ping every 20 s. */
    private static final Duration SILENCE_TIMEOUT = Duration.ofSeconds(45);

    private static final String END = "";

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final ByteArrayOutputStream partialCompressed = new ByteArrayOutputStream();
    private volatile long lastReceived = System.nanoTime();
    private volatile String closeReason = "";

    /** Waits for the next message; empty at the end of the connection. */
    Optional<String> next() throws InterruptedException {
        while (true) {
            String message = messages.poll(5, TimeUnit.SECONDS);
            if (message != null) {
                return Optional.of(message).filter(it -> !it.equals(END));
            }
            if (System.nanoTime() - lastReceived > SILENCE_TIMEOUT.toNanos()) {
                close("the server has been silent for %d s".formatted(SILENCE_TIMEOUT.toSeconds()));
            }
        }
    }

    /** Ends the queue after the messages received so far; the first reason is kept. */
    void close(String reason) {
        if (closeReason.isEmpty()) {
            closeReason = reason;
        }
        messages.add(END);
    }

    String closeReason() {
        return closeReason;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        lastReceived = System.nanoTime();
        partial.append(text);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
            partial.trimToSize();
        }
        from.request(1);
        return null;
    }

    /** A text frame that the server has compressed with gzip. */
    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        lastReceived = System.nanoTime();
        byte[] part = new byte[data.remaining()];
        data.get(part);
        partialCompressed.writeBytes(part);
        if (last) {
            decompress(partialCompressed.toByteArray()).ifPresent(messages::add);
            partialCompressed.reset();
        }
        from.request(1);
        return null;
    }

    private Optional<String> decompress(byte[] compressed) {
        try (InputStream text = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return Optional.of(new String(text.readAllBytes(), UTF_8));
        } catch (IOException e) {
            close("a message of the server cannot be decompressed: " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        lastReceived = System.nanoTime();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        close("the server has closed the connection");
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        close("the connection broke: " + error);
    }
}

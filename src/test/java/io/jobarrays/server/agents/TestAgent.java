package io.jobarrays.server.agents;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.util.ByteBufferBackedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** WebSocket client that acts as an agent; the test writes its messages. */
public final class TestAgent implements AutoCloseable, WebSocket.Listener {
    private static final int TIMEOUT_SECONDS = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable WebSocket socket;
    private volatile boolean reading = true;

    /** Connects as the machine's agent, with its token and the signature of its key. */
    public static final String COMPRESSED = "gzip: ";

    public static TestAgent connect(URI address, LaunchedMachine machine, String token)
            throws IOException {
        return connect(address, token, machine.key.proof("GET", address.getPath(), token));
    }

    /** Connects as an agent that goes on as another member when it is asked to. */
    static TestAgent connectReassignable(URI address, LaunchedMachine machine, String token)
            throws IOException {
        return connect(
                address,
                Map.of(
                        "Authorization",
                        "Bearer " + token,
                        "Spawn-Proof",
                        machine.key.proof("GET", address.getPath(), token),
                        "Spawn-Accept",
                        "reassigned"));
    }

    static TestAgent connect(URI address, String token, String proof) throws IOException {
        return connect(address, Map.of("Authorization", "Bearer " + token, "Spawn-Proof", proof));
    }

    /** Connects with the given headers. */
    public static TestAgent connect(URI address, Map<String, String> headers) throws IOException {
        TestAgent agent = new TestAgent();
        URI ws = URI.create(address.toString().replaceFirst("^http", "ws"));
        WebSocket.Builder builder = agent.http.newWebSocketBuilder();
        headers.forEach(builder::header);
        try {
            agent.socket = builder.buildAsync(ws, agent).join();
            return agent;
        } catch (CompletionException e) {
            agent.close();
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new IOException("refused with " + refused.getResponse().statusCode());
            }
            throw e;
        }
    }

    public void send(String message) {
        if (socket != null) {
            socket.sendText(message, true).join();
        }
    }

    /** Sends output of a session, in Base64. */
    public void sendOutput(String session, String stream, String data) {
        send(
                "{\"type\":\"session_output\",\"session\":\"%s\",\"stream\":\"%s\",\"data\":\"%s\"}"
                        .formatted(session, stream, data));
    }

    /** Whether a message of the type waits to be read. */
    public boolean hasReceived(String type) {
        return received.stream().anyMatch(it -> it.contains("\"type\":\"%s\"".formatted(type)));
    }

    /** Next message of one of the types; skips other types. */
    public String next(String... types) throws InterruptedException {
        while (true) {
            String message = received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no %s received".formatted(String.join(" or ", types)));
            }
            for (String type : types) {
                if (message.contains("\"type\":\"%s\"".formatted(type))) {
                    return message;
                }
            }
        }
    }

    /** Stops reading from the connection. */
    public void stopReading() {
        reading = false;
    }

    public void awaitClose() throws InterruptedException {
        if (!closed.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the connection stays open");
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        partial.append(text);
        if (last) {
            received.add(partial.toString());
            partial.setLength(0);
        }
        if (reading) {
            from.request(1);
        }
        return null;
    }

    /** Compressed messages are received as text after {@link #COMPRESSED}. */
    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        try (InputStream text = new GZIPInputStream(new ByteBufferBackedInputStream(data))) {
            received.add(COMPRESSED + new String(text.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.countDown();
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
        http.shutdownNow();
    }
}

package io.jobarrays.agent.server;

import io.jobarrays.agent.host.RetryBackoff;
import io.jobarrays.contract.AgentMessage.FromAgent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** WebSocket to the server; reconnects with exponential back-off. */
public final class ServerConnection {
    private static final Logger LOG = Logger.getLogger(ServerConnection.class);
    private static final Duration SILENCE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** A connection that closes sooner does not reset the back-off. */
    private static final Duration STABLE_AFTER = Duration.ofSeconds(10);

    private static final String CLOSED_MARKER = "";

    private static final String CONNECTION_PATH = "/agents/connection";

    private final HttpClient http;
    private final MachineCredentials credentials;
    private final URI address;
    private final MessageCodec codec;
    private final LongAdder transferredBytes = new LongAdder();
    private final ReentrantLock sendLock = new ReentrantLock();
    private volatile @Nullable WebSocket socket;

    public ServerConnection(
            HttpClient http, MachineCredentials credentials, URI server, MessageCodec codec) {
        this.http = http;
        this.credentials = credentials;
        String scheme = "https".equals(server.getScheme()) ? "wss" : "ws";
        this.address =
                URI.create(scheme + "://" + server.getRawAuthority()).resolve(CONNECTION_PATH);
        this.codec = codec;
    }

    /**
     * Connects and passes each message to {@code listener} on this thread, until it is interrupted.
     */
    public void run(ConnectionListener listener) throws InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        while (true) {
            ReceiveQueue inbox = new ReceiveQueue();
            try {
                WebSocket fresh = webSocket(inbox);
                LOG.infof("connected to %s", address);
                send(fresh, listener.hello());
                socket = fresh;
                listener.opened();
                long opened = System.nanoTime();
                listener.closed(receiveUntilClosed(inbox, listener));
                if (System.nanoTime() - opened > STABLE_AFTER.toNanos()) {
                    backoff.reset();
                }
            } catch (IOException e) {
                LOG.warnf("cannot connect to %s: %s", address, e.getMessage());
                listener.closed(String.valueOf(e.getMessage()));
            } finally {
                disconnect();
            }
            backoff.pause();
        }
    }

    /** Returns false when the message was not sent: not connected, or the connection broke. */
    public boolean send(FromAgent message) {
        WebSocket webSocket = socket;
        return webSocket != null && send(webSocket, message);
    }

    /** Approximate number of bytes sent and received so far. */
    public long transferredBytes() {
        return transferredBytes.sum();
    }

    private boolean send(WebSocket webSocket, FromAgent message) {
        sendLock.lock();
        try {
            String text = codec.write(message);
            webSocket.sendText(text, true).get(SEND_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            transferredBytes.add(text.length());
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("the connection broke: %s", e);
            webSocket.abort();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            sendLock.unlock();
        }
    }

    private WebSocket webSocket(ReceiveQueue inbox) throws IOException, InterruptedException {
        Map<String, String> headers = credentials.headers("GET", CONNECTION_PATH);
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
        headers.forEach(builder::header);
        CompletableFuture<WebSocket> connection = builder.buildAsync(address, inbox);
        try {
            return connection.get(15, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            closeWhenItConnects(connection);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw connectionRefused(refused.getResponse().statusCode(), headers);
            }
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            closeWhenItConnects(connection);
            throw new IOException("no answer", e);
        }
    }

    /** Otherwise it would stay open, since a WebSocket answers pings by itself. */
    private static void closeWhenItConnects(CompletableFuture<WebSocket> connection) {
        var unused = connection.thenAccept(WebSocket::abort);
    }

    /** Marks the token as rejected; its renewal decides whether the refusal is final. */
    private IOException connectionRefused(int status, Map<String, String> headers) {
        if (status == 401 || status == 403) {
            credentials.tokenRejected(headers);
        }
        return new IOException("the server answers " + status);
    }

    /** Passes messages on until the connection closes; returns the reason. */
    private String receiveUntilClosed(ReceiveQueue inbox, ConnectionListener listener)
            throws InterruptedException {
        while (true) {
            String message = inbox.messages.poll(5, TimeUnit.SECONDS);
            if (CLOSED_MARKER.equals(message)) {
                LOG.warn("the server has closed the connection");
                return "the server has closed the connection";
            }
            if (message != null) {
                transferredBytes.add(message.length());
                listener.received(message);
            } else if (inbox.isSilent()) {
                LOG.warnf("the server has been silent for %d s", SILENCE_TIMEOUT.toSeconds());
                return "the server has been silent";
            }
        }
    }

    private void disconnect() {
        WebSocket last = socket;
        socket = null;
        if (last != null) {
            last.abort();
        }
    }

    /** Receiver of the connection's messages and state changes. */
    public interface ConnectionListener {
        /** Returns the first message of each connection. */
        FromAgent hello();

        /** Called after {@link #hello} was sent. */
        void opened();

        void received(String message);

        /** Called when the connection broke or could not be established. */
        void closed(String reason);
    }

    /** Queue of received messages, so that the HTTP client's thread never waits for the disk. */
    private static final class ReceiveQueue implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();
        private volatile long lastReceived = System.nanoTime();

        boolean isSilent() {
            return System.nanoTime() - lastReceived > SILENCE_TIMEOUT.toNanos();
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence text, boolean last) {
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

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
            lastReceived = System.nanoTime();
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            messages.add(CLOSED_MARKER);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            LOG.warnf("the connection broke: %s", error);
            messages.add(CLOSED_MARKER);
        }
    }
}

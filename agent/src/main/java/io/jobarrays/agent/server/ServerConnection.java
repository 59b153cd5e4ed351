package io.jobarrays.agent.server;

import io.jobarrays.agent.host.RetryBackoff;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import io.jobarrays.contract.messages.AgentMessage.Reassigned;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** WebSocket to the server; reconnects with exponential back-off. */
public final class ServerConnection {
    private static final Logger LOG = Logger.getLogger(ServerConnection.class);
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** A connection that closes sooner does not reset the back-off. */
    private static final Duration STABLE_AFTER = Duration.ofSeconds(10);

    private static final String CONNECTION_PATH = "/agents/connection";

    private final HttpClient http;
    private final MachineCredentials credentials;
    private final URI address;
    private final MessageCodec codec;
    private final Duration sendTimeout;
    private final LongAdder transferredBytes = new LongAdder();
    private final ReentrantLock sendLock = new ReentrantLock();
    private volatile @Nullable OpenSocket open;

    public ServerConnection(
            HttpClient http, MachineCredentials credentials, URI server, MessageCodec codec) {
        this(http, credentials, server, codec, SEND_TIMEOUT);
    }

    ServerConnection(
            HttpClient http,
            MachineCredentials credentials,
            URI server,
            MessageCodec codec,
            Duration sendTimeout) {
        this.http = http;
        this.credentials = credentials;
        String scheme = "https".equals(server.getScheme()) ? "wss" : "ws";
        this.address =
                URI.create(scheme + "://" + server.getRawAuthority()).resolve(CONNECTION_PATH);
        this.codec = codec;
        this.sendTimeout = sendTimeout;
    }

    /**
     * Connects and passes each message to {@code listener} on this thread, until it is interrupted.
     */
    public void run(ConnectionListener listener) throws InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        while (true) {
            try {
                OpenSocket fresh = connect();
                LOG.infof("connected to %s", address);
                if (!send(fresh, listener.hello())) {
                    fresh.abort();
                    throw new IOException("the first message was not sent");
                }
                open = fresh;
                listener.opened();
                long opened = System.nanoTime();
                listener.closed(receiveUntilClosed(fresh.inbox(), listener));
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

    /**
     * Returns false when the message was not sent: not connected, or the connection broke, which
     * ends it.
     */
    public boolean send(FromAgent message) {
        OpenSocket current = open;
        return current != null && send(current, message);
    }

    /** Approximate number of bytes sent and received so far. */
    public long transferredBytes() {
        return transferredBytes.sum();
    }

    private boolean send(OpenSocket connection, FromAgent message) {
        sendLock.lock();
        try {
            String text = codec.write(message);
            connection
                    .webSocket()
                    .sendText(text, true)
                    .get(sendTimeout.toMillis(), TimeUnit.MILLISECONDS);
            transferredBytes.add(text.length());
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("the connection broke: %s", e);
            connection.abort();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            sendLock.unlock();
        }
    }

    private OpenSocket connect() throws IOException, InterruptedException {
        ReceiveQueue inbox = new ReceiveQueue();
        Map<String, String> headers = credentials.headers("GET", CONNECTION_PATH);
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
        headers.forEach(builder::header);
        builder.header("Accept-Encoding", "gzip");
        builder.header(AgentMessage.ACCEPT_HEADER, AgentMessage.typeOf(Reassigned.class));
        CompletableFuture<WebSocket> connection = builder.buildAsync(address, inbox);
        try {
            return new OpenSocket(connection.get(15, TimeUnit.SECONDS), inbox);
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
        for (Optional<String> message = inbox.next(); message.isPresent(); message = inbox.next()) {
            transferredBytes.add(message.get().length());
            listener.received(message.get());
        }
        LOG.warn(inbox.closeReason());
        return inbox.closeReason();
    }

    private void disconnect() {
        OpenSocket last = open;
        open = null;
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

    /** WebSocket with the queue of what it receives. */
    private record OpenSocket(WebSocket webSocket, ReceiveQueue inbox) {
        /** Ends the connection and its reader: an aborted WebSocket calls no listener. */
        void abort() {
            webSocket.abort();
            inbox.close("a message could not be sent");
        }
    }
}

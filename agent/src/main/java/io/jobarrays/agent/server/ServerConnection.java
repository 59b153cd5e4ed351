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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The one open line to the server, made anew for ever when it breaks. */
public final class ServerConnection {
    private static final Logger LOG = Logger.getLogger(ServerConnection.class);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration SEND = Duration.ofSeconds(30);
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** Whoever is heard and cut off at once comes back no sooner than whoever is refused. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private static final String CLOSED = "";

    private static final String PATH = "/agents/connection";

    private final HttpClient http;
    private final MachineCredentials credentials;
    private final URI address;
    private final MessageCodec wire;
    private final LongAdder carried = new LongAdder();
    private final ReentrantLock sending = new ReentrantLock();
    private volatile @Nullable WebSocket socket;

    public ServerConnection(
            HttpClient http, MachineCredentials credentials, URI server, MessageCodec wire) {
        this.http = http;
        this.credentials = credentials;
        String scheme = "https".equals(server.getScheme()) ? "wss" : "ws";
        this.address = URI.create(scheme + "://" + server.getRawAuthority()).resolve(PATH);
        this.wire = wire;
    }

    /** Connects and hands over every message, on this thread. Never returns but by interruption. */
    public void run(Conversation with) throws InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        while (true) {
            Inbox inbox = new Inbox();
            try {
                WebSocket fresh = open(inbox);
                LOG.infof("connected to %s", address);
                send(fresh, with.first());
                socket = fresh;
                with.opened();
                long opened = System.nanoTime();
                with.closed(converse(inbox, with));
                if (System.nanoTime() - opened > SETTLED.toNanos()) {
                    backoff.reset();
                }
            } catch (IOException e) {
                LOG.warnf("cannot connect to %s: %s", address, e.getMessage());
                with.closed(String.valueOf(e.getMessage()));
            } finally {
                hangUp();
            }
            backoff.pause();
        }
    }

    /** False when there is no connection or it breaks meanwhile: then nothing was said. */
    public boolean send(FromAgent message) {
        WebSocket open = socket;
        return open != null && send(open, message);
    }

    /** Bytes said and heard so far, roughly. */
    public long carried() {
        return carried.sum();
    }

    private boolean send(WebSocket open, FromAgent message) {
        sending.lock();
        try {
            String text = wire.write(message);
            open.sendText(text, true).get(SEND.toSeconds(), TimeUnit.SECONDS);
            carried.add(text.length());
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("the connection broke: %s", e);
            open.abort();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            sending.unlock();
        }
    }

    private WebSocket open(Inbox inbox) throws IOException, InterruptedException {
        Map<String, String> headers = credentials.headers("GET", PATH);
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(CONNECT);
        headers.forEach(builder::header);
        try {
            return builder.buildAsync(address, inbox).get(15, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw refused(refused.getResponse().statusCode(), headers);
            }
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer", e);
        }
    }

    /** Whether a refusal is for good, the renewal tells. */
    private IOException refused(int status, Map<String, String> headers) {
        if (status == 401 || status == 403) {
            credentials.rejected(headers);
        }
        return new IOException("the server answers " + status);
    }

    /** Returns why it ended. */
    private String converse(Inbox inbox, Conversation with) throws InterruptedException {
        while (true) {
            String message = inbox.messages.poll(5, TimeUnit.SECONDS);
            if (CLOSED.equals(message)) {
                LOG.warn("the server has closed the connection");
                return "the server has closed the connection";
            }
            if (message != null) {
                carried.add(message.length());
                with.received(message);
            } else if (inbox.silent()) {
                LOG.warnf("the server has been silent for %d s", SILENCE.toSeconds());
                return "the server has been silent";
            }
        }
    }

    private void hangUp() {
        WebSocket last = socket;
        socket = null;
        if (last != null) {
            last.abort();
        }
    }

    /** What the agent says and hears over a connection. */
    public interface Conversation {
        /** Said on each connection before anything else. */
        FromAgent first();

        /** {@link #first} was said. */
        void opened();

        void received(String message);

        /** The connection broke, or there was none to be had. */
        void closed(String why);
    }

    /** Collects what comes in; the reading thread itself must never wait for the disk. */
    private static final class Inbox implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();
        private volatile long heard = System.nanoTime();

        boolean silent() {
            return System.nanoTime() - heard > SILENCE.toNanos();
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence text, boolean last) {
            heard = System.nanoTime();
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
            heard = System.nanoTime();
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            messages.add(CLOSED);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            LOG.warnf("the connection broke: %s", error);
            messages.add(CLOSED);
        }
    }
}

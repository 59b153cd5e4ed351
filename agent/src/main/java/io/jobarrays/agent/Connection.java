package io.jobarrays.agent;

import io.jobarrays.contract.AgentMessage.FromAgent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The one open line to the server, made anew for ever when it breaks. */
final class Connection {
    private static final Logger LOG = Logger.getLogger(Connection.class);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration SEND = Duration.ofSeconds(30);
    private static final String CLOSED = "";

    private final HttpClient http;
    private final URI address;
    private final Wire wire;
    private final ReentrantLock sending = new ReentrantLock();
    private volatile @Nullable WebSocket socket;

    Connection(HttpClient http, URI server, Wire wire) {
        this.http = http;
        String scheme = "https".equals(server.getScheme()) ? "wss" : "ws";
        this.address =
                URI.create(scheme + "://" + server.getRawAuthority()).resolve("/agents/connection");
        this.wire = wire;
    }

    /**
     * Connects and hands over every message, in order, on this thread. Never returns but by
     * interruption.
     *
     * @param first what is said on each connection before anything else
     * @param opened called when it was said
     */
    void run(String token, Supplier<FromAgent> first, Runnable opened, Consumer<String> messages)
            throws InterruptedException {
        Backoff backoff = new Backoff();
        while (true) {
            Inbox inbox = new Inbox();
            try {
                WebSocket fresh = open(token, inbox);
                LOG.infof("connected to %s", address);
                send(fresh, first.get());
                socket = fresh;
                opened.run();
                if (converse(inbox, messages)) {
                    backoff.reset();
                }
            } catch (IOException e) {
                LOG.warnf("cannot connect to %s: %s", address, e.getMessage());
            } finally {
                hangUp();
            }
            backoff.pause();
        }
    }

    /** False when there is no connection or it breaks meanwhile: then nothing was said. */
    boolean send(FromAgent message) {
        WebSocket open = socket;
        return open != null && send(open, message);
    }

    private boolean send(WebSocket open, FromAgent message) {
        sending.lock();
        try {
            open.sendText(wire.write(message), true).get(SEND.toSeconds(), TimeUnit.SECONDS);
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

    private WebSocket open(String token, Inbox inbox) throws IOException, InterruptedException {
        try {
            return http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .connectTimeout(Duration.ofSeconds(10))
                    .buildAsync(address, inbox)
                    .get(15, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WebSocketHandshakeException refused
                    ? new IOException("the server answers " + refused.getResponse().statusCode())
                    : new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer", e);
        }
    }

    /** True when at least one message came. */
    private static boolean converse(Inbox inbox, Consumer<String> messages)
            throws InterruptedException {
        boolean heard = false;
        while (true) {
            String message = inbox.messages.poll(5, TimeUnit.SECONDS);
            if (CLOSED.equals(message)) {
                LOG.warn("the server has closed the connection");
                return heard;
            }
            if (message != null) {
                messages.accept(message);
                heard = true;
            } else if (inbox.silent()) {
                LOG.warnf("the server has been silent for %d s", SILENCE.toSeconds());
                return heard;
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

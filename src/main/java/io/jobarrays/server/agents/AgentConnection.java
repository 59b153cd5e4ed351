package io.jobarrays.server.agents;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.ServerStopping;
import io.jobarrays.server.agents.attempt.AttemptFence;
import io.jobarrays.server.agents.attempt.CurrentAttempt;
import io.jobarrays.server.instances.rows.Assignment;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** WebSocket connection of one agent, with the queue of its frames. */
final class AgentConnection {
    private static final Logger LOG = Logger.getLogger(AgentConnection.class);
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ATTEMPT_CACHE_DURATION = Duration.ofSeconds(1);
    private static final Duration HELLO_TIMEOUT = Duration.ofSeconds(30);

    private final WebSocketConnection connection;
    private final FrameQueue inbox;

    private volatile Assignment assignment;

    /** Until the agent has said hello as the member whose machine it is now. */
    private volatile boolean awaitsHello;

    /** Set when the connection is registered, and when it becomes that of another member. */
    volatile Instant openedAt = Instant.MAX;

    private Optional<CurrentAttempt> attempt = Optional.empty();
    private long attemptReadAt = System.nanoTime() - ATTEMPT_CACHE_DURATION.toNanos();

    AgentConnection(
            Assignment assignment,
            WebSocketConnection connection,
            BiConsumer<AgentConnection, String> handler,
            QueuedFrames queued) {
        this.assignment = assignment;
        this.connection = connection;
        this.inbox =
                new FrameQueue(frame -> handler.accept(this, frame), this::closeOnOverflow, queued);
    }

    Assignment assignment() {
        return assignment;
    }

    boolean isOpen() {
        return !connection.isClosed();
    }

    /** What the agent sends now is its former member's. */
    boolean awaitsHello() {
        return awaitsHello;
    }

    /**
     * Asks the agent of a machine that is another member's now to go on as that one; closes the
     * connection when it does not. Without effect when it has gone on, or was asked before.
     */
    synchronized void askForHello(Assignment before) {
        if (awaitsHello || !assignment.equals(before)) {
            return;
        }
        if (acceptsReassignment()) {
            awaitsHello = true;
            CompletableFuture.delayedExecutor(HELLO_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .execute(() -> closeWithoutHello(before));
            send(new AgentMessage.Reassigned());
        } else {
            close();
        }
    }

    private synchronized void closeWithoutHello(Assignment before) {
        if (awaitsHello && assignment.equals(before)) {
            close();
        }
    }

    /** What is sent to the member reaches it: the agent has said hello as this one. */
    boolean isOf(Assignment member) {
        Assignment now = assignment;
        return !awaitsHello
                && now.instanceId().equals(member.instanceId())
                && now.arrayId().equals(member.arrayId())
                && now.index() == member.index()
                && now.generation() == member.generation();
    }

    /** The connection is that of another member from now on. */
    synchronized void reassign(Assignment to, Instant at) {
        assignment = to;
        openedAt = at;
        attemptReadAt = System.nanoTime() - ATTEMPT_CACHE_DURATION.toNanos();
        awaitsHello = false;
    }

    /** Queues a frame for its handler; never blocks. */
    void enqueue(String frame) {
        inbox.add(frame);
    }

    /** The attempt as of at most a second ago: sufficient for logs, which are frequent. */
    Optional<CurrentAttempt> cachedAttempt(AttemptFence fence) {
        return System.nanoTime() - attemptReadAt < ATTEMPT_CACHE_DURATION.toNanos()
                ? attempt
                : currentAttempt(fence);
    }

    Optional<CurrentAttempt> currentAttempt(AttemptFence fence) {
        attempt = fence.currentAttempt(assignment);
        attemptReadAt = System.nanoTime();
        return attempt;
    }

    /**
     * False when the message was not sent; the connection is closed then, and the agent reconnects.
     */
    boolean send(AgentMessage.ToAgent message) {
        if (connection.isClosed()) {
            return false;
        }
        try {
            connection.sendText(AgentFrames.write(message)).await().atMost(SEND_TIMEOUT);
            return true;
        } catch (RuntimeException e) {
            // The message is not logged: it may have secrets of the user.
            LOG.debugf(
                    "%s: %s was not sent: %s",
                    assignment, AgentMessage.typeOf(message.getClass()), e.getMessage());
            close();
            return false;
        }
    }

    /**
     * Sends peers; takes one of the permits until they are sent. A connection that does not take
     * them in time is closed, and the agent reconnects.
     */
    boolean send(EncodedPeers peers, Semaphore permits) {
        if (connection.isClosed()) {
            return false;
        }
        permits.acquireUninterruptibly();
        // Deferred: a frame that cannot be encoded is a failure, which gives the permit back.
        Uni.createFrom()
                .deferred(() -> sendFrame(peers))
                .ifNoItem()
                .after(SEND_TIMEOUT)
                .fail()
                .onTermination()
                .invoke(() -> permits.release())
                .subscribe()
                .with(
                        sent -> {},
                        failure -> {
                            LOG.debugf("%s: not sent: %s", assignment, failure.getMessage());
                            close();
                        });
        return true;
    }

    private Uni<Void> sendFrame(EncodedPeers peers) {
        return acceptsGzip()
                ? connection.sendBinary(peers.compressed())
                : connection.sendText(peers.text());
    }

    private boolean acceptsGzip() {
        return accepts("Accept-Encoding", "gzip");
    }

    /** Agents of earlier versions connect again instead. */
    private boolean acceptsReassignment() {
        return accepts(
                AgentMessage.ACCEPT_HEADER, AgentMessage.typeOf(AgentMessage.Reassigned.class));
    }

    private boolean accepts(String header, String value) {
        String accepted = connection.handshakeRequest().header(header);
        return accepted != null && accepted.contains(value);
    }

    void close() {
        connection.close().subscribe().with(done -> {}, failed -> {});
    }

    /** The agent connects again, to this server or the next. */
    void closeForRestart() {
        connection
                .close(new CloseReason(ServerStopping.CLOSE_CODE, ServerStopping.CLOSE_REASON))
                .subscribe()
                .with(done -> {}, failed -> {});
    }

    private void closeOnOverflow() {
        LOG.warnf("%s sends more than the server can handle; its connection is closed", assignment);
        close();
    }
}

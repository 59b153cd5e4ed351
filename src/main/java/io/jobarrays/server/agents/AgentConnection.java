package io.jobarrays.server.agents;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.server.agents.attempt.AttemptFence;
import io.jobarrays.server.agents.attempt.CurrentAttempt;
import io.jobarrays.server.instances.rows.Assignment;
import io.quarkus.websockets.next.WebSocketConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** One agent's connection. */
final class AgentConnection {
    private static final Logger LOG = Logger.getLogger(AgentConnection.class);
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ATTEMPT_CACHE_DURATION = Duration.ofSeconds(1);

    private final Assignment assignment;
    private final WebSocketConnection connection;
    private final FrameQueue inbox;
    private Optional<CurrentAttempt> attempt = Optional.empty();
    private long attemptReadAt = System.nanoTime() - ATTEMPT_CACHE_DURATION.toNanos();

    AgentConnection(
            Assignment assignment,
            WebSocketConnection connection,
            BiConsumer<AgentConnection, String> taker) {
        this.assignment = assignment;
        this.connection = connection;
        this.inbox = new FrameQueue(frame -> taker.accept(this, frame), this::closeOnOverflow);
    }

    Assignment assignment() {
        return assignment;
    }

    /** Its turn comes; never waits. */
    void enqueue(String frame) {
        inbox.add(frame);
    }

    /** As it was a second ago at most: enough for what is many and harmless. */
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

    /** False when it did not go out; then the connection goes, and its agent comes again. */
    boolean send(AgentMessage.ToAgent message) {
        if (connection.isClosed()) {
            return false;
        }
        try {
            connection.sendText(AgentFrames.write(message)).await().atMost(SEND_TIMEOUT);
            return true;
        } catch (RuntimeException e) {
            // Of a message itself nothing is told: it may hold what a person confided to us.
            LOG.debugf(
                    "%s did not take %s: %s",
                    assignment, AgentMessage.typeOf(message.getClass()), e.getMessage());
            close();
            return false;
        }
    }

    void close() {
        connection.close().subscribe().with(done -> {}, failed -> {});
    }

    private void closeOnOverflow() {
        LOG.warnf("%s sends more than can be taken; its connection is closed", assignment);
        close();
    }
}

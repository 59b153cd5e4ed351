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
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration RECENT = Duration.ofSeconds(1);

    private final Assignment place;
    private final WebSocketConnection connection;
    private final FrameQueue inbox;
    private Optional<CurrentAttempt> standing = Optional.empty();
    private long seen = System.nanoTime() - RECENT.toNanos();

    AgentConnection(
            Assignment place,
            WebSocketConnection connection,
            BiConsumer<AgentConnection, String> taker) {
        this.place = place;
        this.connection = connection;
        this.inbox = new FrameQueue(frame -> taker.accept(this, frame), this::flooded);
    }

    Assignment place() {
        return place;
    }

    /** Its turn comes; never waits. */
    void came(String frame) {
        inbox.add(frame);
    }

    /** As it was a second ago at most: enough for what is many and harmless. */
    Optional<CurrentAttempt> recent(AttemptFence fence) {
        return System.nanoTime() - seen < RECENT.toNanos() ? standing : exact(fence);
    }

    Optional<CurrentAttempt> exact(AttemptFence fence) {
        standing = fence.look(place);
        seen = System.nanoTime();
        return standing;
    }

    /** False when it did not go out; then the connection goes, and its agent comes again. */
    boolean send(AgentMessage.ToAgent message) {
        if (connection.isClosed()) {
            return false;
        }
        try {
            connection.sendText(AgentFrames.write(message)).await().atMost(PATIENCE);
            return true;
        } catch (RuntimeException e) {
            // Of a message itself nothing is told: it may hold what a person confided to us.
            LOG.debugf(
                    "%s did not take %s: %s",
                    place, AgentMessage.typeOf(message.getClass()), e.getMessage());
            close();
            return false;
        }
    }

    void close() {
        connection.close().subscribe().with(done -> {}, failed -> {});
    }

    private void flooded() {
        LOG.warnf("%s sends more than can be taken; its connection is closed", place);
        close();
    }
}

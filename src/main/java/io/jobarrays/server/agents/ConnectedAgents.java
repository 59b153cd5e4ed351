package io.jobarrays.server.agents;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.instances.watch.InstanceChange;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The agents that are connected now, by instance. */
@ApplicationScoped
public class ConnectedAgents {
    private static final Logger LOG = Logger.getLogger(ConnectedAgents.class);

    /** Far beyond any silence that is put up with. */
    private static final Duration LAST_MESSAGE_RETENTION = Duration.ofDays(1);

    private final InstanceRows instances;
    private final Clock clock;
    private final Map<String, AgentConnection> connections = new ConcurrentHashMap<>();
    private final Map<String, Instant> messageReceived = new ConcurrentHashMap<>();
    private volatile Instant startedAt;

    ConnectedAgents(InstanceRows instances, Clock clock) {
        this.instances = instances;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    void start(@Observes StartupEvent event) {
        startedAt = clock.instant();
    }

    /** False when the agent is not connected; what matters is said again when it comes. */
    public boolean send(Assignment assignment, AgentMessage.ToAgent message) {
        AgentConnection connection = connections.get(assignment.instanceId());
        return connection != null && connection.send(message);
    }

    public boolean isConnected(Assignment assignment) {
        return connections.containsKey(assignment.instanceId());
    }

    /**
     * Any word, and be it the answer to a ping: of a machine that is gone the connection may look
     * open for a quarter of an hour. Silence counts from when we were ready to hear.
     */
    public Instant lastMessageAt(Assignment assignment) {
        return messageReceived.getOrDefault(assignment.instanceId(), startedAt);
    }

    /** An instance that has lost its place is not listened to any longer. */
    void changed(@Observes InstanceChange change) {
        if (connections.values().stream().anyMatch(connection -> isOfArray(change, connection))) {
            Thread.ofVirtual().name("fence").start(() -> closeReplaced(change));
        }
    }

    /** An earlier one of the same instance, if there is one: it counts no more. */
    Optional<AgentConnection> opened(AgentConnection connection) {
        messageReceived(connection.assignment());
        return Optional.ofNullable(
                connections.put(connection.assignment().instanceId(), connection));
    }

    void messageReceived(Assignment assignment) {
        messageReceived.put(assignment.instanceId(), clock.instant());
    }

    /** False when the instance has a newer one. */
    boolean closed(AgentConnection connection) {
        Instant longAgo = clock.instant().minus(LAST_MESSAGE_RETENTION);
        messageReceived.values().removeIf(last -> last.isBefore(longAgo));
        return connections.remove(connection.assignment().instanceId(), connection);
    }

    private void closeReplaced(InstanceChange change) {
        Set<String> holders = instances.instancesHoldingAssignments(change.arrayId());
        List<AgentConnection> replaced =
                connections.values().stream()
                        .filter(connection -> isOfArray(change, connection))
                        .filter(
                                connection ->
                                        !holders.contains(connection.assignment().instanceId()))
                        .toList();
        for (AgentConnection connection : replaced) {
            LOG.infof("%s has lost its place; its connection is closed", connection.assignment());
            connection.close();
        }
    }

    private static boolean isOfArray(InstanceChange change, AgentConnection connection) {
        return connection.assignment().arrayId().equals(change.arrayId());
    }
}

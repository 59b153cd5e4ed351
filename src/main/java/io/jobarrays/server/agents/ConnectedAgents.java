package io.jobarrays.server.agents;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.ServerStopping;
import io.jobarrays.server.database.DatabaseRestored;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceOwner;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.instances.rows.OwnedInstances;
import io.jobarrays.server.instances.watch.InstanceChange;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** Connected agents, by instance. */
@ApplicationScoped
public class ConnectedAgents {
    private static final Logger LOG = Logger.getLogger(ConnectedAgents.class);

    /** Far more than any timeout for silent agents. */
    private static final Duration LAST_MESSAGE_RETENTION = Duration.ofDays(1);

    /** An outage that agents' connections survive. */
    private static final Duration SHORT_OUTAGE = Duration.ofSeconds(5);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CLOSE_POLL_INTERVAL = Duration.ofMillis(10);

    /** Large frames in buffers at the same time: peers of 10,000 members have 1.5 MB each. */
    private static final int MAX_FRAMES_UNDER_WAY = 32;

    /** Static, since a reload loads this class again. */
    private static volatile boolean stopped;

    private final InstanceOwner owner;
    private final InstanceRows instances;
    private final Clock clock;
    private final Map<String, AgentConnection> connections = new ConcurrentHashMap<>();
    private final Map<String, Instant> lastMessages = new ConcurrentHashMap<>();
    private final Semaphore framesUnderWay = new Semaphore(MAX_FRAMES_UNDER_WAY);
    private volatile Instant startedAt;

    ConnectedAgents(InstanceOwner owner, InstanceRows instances, Clock clock) {
        this.owner = owner;
        this.instances = instances;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    void start(@Observes StartupEvent event) {
        startedAt = clock.instant();
    }

    /** Priority: after the sessions of users, which would report a lost agent. */
    void stop(@Observes @Priority(2) ServerStopping event) {
        closeAll();
    }

    /**
     * A reload of dev mode keeps the HTTP server with its connections, but not the classes that
     * serve them; the agents reconnect. Priority: before all that handles their messages.
     */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            closeAll();
        }
    }

    private void closeAll() {
        stopped = true;
        connections.values().forEach(AgentConnection::closeForRestart);
        Instant end = clock.instant().plus(CLOSE_TIMEOUT);
        while (!connections.isEmpty() && clock.instant().isBefore(end)) {
            LockSupport.parkNanos(CLOSE_POLL_INTERVAL.toNanos());
        }
    }

    static boolean isStopped() {
        return stopped;
    }

    /** No agent could connect or be heard without the database. */
    void databaseRestored(@Observes DatabaseRestored event) {
        Instant now = clock.instant();
        if (event.downSince().plus(SHORT_OUTAGE).isBefore(now)) {
            startedAt = now;
        }
    }

    /**
     * False when the agent is not connected; the caller repeats what matters when it reconnects.
     */
    public boolean send(Assignment assignment, AgentMessage.ToAgent message) {
        return connection(assignment).filter(connection -> connection.send(message)).isPresent();
    }

    /**
     * Sends peers without waiting for the end, while few are under way; a connection that does not
     * take it is closed. False when the agent is not connected.
     */
    boolean send(Assignment assignment, EncodedPeers peers) {
        return connection(assignment)
                .filter(connection -> connection.send(peers, framesUnderWay))
                .isPresent();
    }

    /** Empty while the agent of a machine that was another member's has not gone on as this one. */
    Optional<AgentConnection> connection(Assignment assignment) {
        return Optional.ofNullable(connections.get(assignment.instanceId()))
                .filter(connection -> connection.isOf(assignment));
    }

    int count() {
        return connections.size();
    }

    public boolean isConnected(Assignment assignment) {
        return connection(assignment).isPresent();
    }

    /**
     * Time of the last message or pong; the connection of a lost instance may look open for 15
     * minutes. Not before this server listens.
     */
    public Instant lastMessageAt(Assignment assignment) {
        return lastMessageAt(assignment.instanceId());
    }

    /** As {@link #lastMessageAt(Assignment)}. */
    public Instant lastMessageAt(String instanceId) {
        Instant last = lastMessages.getOrDefault(instanceId, startedAt);
        return last.isBefore(startedAt) ? startedAt : last;
    }

    /** Start of this server or end of the last outage of its database: no agent enrols before. */
    public Instant listeningSince() {
        return startedAt;
    }

    /**
     * Closes the connections of instances that no longer hold their assignments; agents of machines
     * that are other members' now go on as those.
     */
    void changed(@Observes InstanceChange change) {
        if (connections.values().stream().anyMatch(connection -> isOfArray(change, connection))) {
            Thread.ofVirtual().name("close-replaced").start(() -> closeReplaced(change));
        }
    }

    /** Registers a connection; returns the earlier one of the same instance. */
    Optional<AgentConnection> opened(AgentConnection connection) {
        connection.openedAt = clock.instant();
        messageReceived(connection.assignment());
        return Optional.ofNullable(
                connections.put(connection.assignment().instanceId(), connection));
    }

    /** The connection is that of another member from now on. */
    void reassigned(AgentConnection connection, Assignment to) {
        connection.reassign(to, clock.instant());
    }

    void messageReceived(Assignment assignment) {
        lastMessages.put(assignment.instanceId(), clock.instant());
    }

    /** Forgets a connection; a newer one of the same instance stays. */
    void closed(AgentConnection connection) {
        Instant oldest = clock.instant().minus(LAST_MESSAGE_RETENTION);
        lastMessages.values().removeIf(last -> last.isBefore(oldest));
        connections.remove(connection.assignment().instanceId(), connection);
    }

    private void closeReplaced(InstanceChange change) {
        Set<Assignment> held = owner.change(change.arrayId(), OwnedInstances::heldAssignments);
        for (AgentConnection connection : connections.values()) {
            Assignment assignment = connection.assignment();
            if (assignment.arrayId().equals(change.arrayId()) && !held.contains(assignment)) {
                leave(connection, assignment, held);
            }
        }
    }

    private void leave(AgentConnection connection, Assignment before, Set<Assignment> held) {
        if (isReassigned(before, held)) {
            connection.askForHello(before);
        } else {
            LOG.infof("%s no longer holds its assignment; its connection is closed", before);
            connection.close();
        }
    }

    private boolean isReassigned(Assignment before, Set<Assignment> held) {
        return held.stream().anyMatch(now -> now.instanceId().equals(before.instanceId()))
                || instances.isReassigned(before);
    }

    private static boolean isOfArray(InstanceChange change, AgentConnection connection) {
        return connection.assignment().arrayId().equals(change.arrayId());
    }
}

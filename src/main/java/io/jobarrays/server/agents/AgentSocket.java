package io.jobarrays.server.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.agents.attempt.AttemptFence;
import io.jobarrays.server.agents.attempt.CurrentAttempt;
import io.jobarrays.server.agents.identity.AgentCredentials;
import io.jobarrays.server.agents.identity.AgentTokens;
import io.jobarrays.server.agents.identity.EnrolmentRefusals;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.instances.watch.InstanceWatcher;
import io.jobarrays.server.problems.OutageRetry;
import io.jobarrays.server.publicurl.PublicUrlCheck;
import io.quarkus.websockets.next.HandshakeRequest;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.event.Event;
import java.util.Optional;
import org.jboss.logging.Logger;

/** WebSocket endpoint of agents, authenticated by {@link ConnectionAuthenticator}. */
@WebSocket(path = "/agents/connection", endpointId = AgentSocket.ENDPOINT)
public class AgentSocket {
    static final String ENDPOINT = "agents";

    private static final Logger LOG = Logger.getLogger(AgentSocket.class);
    private static final TypedKey<AgentConnection> CONNECTION = new TypedKey<>("connection");

    private final ConnectedAgents agents;
    private final AgentTokens tokens;
    private final AttemptFence fence;
    private final LogReceiver logs;
    private final SessionRelays sessions;
    private final EnrolmentRefusals refusals;
    private final InstanceWatcher watcher;
    private final InstanceRows instances;
    private final QueuedFrames queued;
    private final PublicUrlCheck publicUrl;
    private final Event<AgentMessageReceived> messages;

    AgentSocket(
            ConnectedAgents agents,
            AgentTokens tokens,
            AttemptFence fence,
            LogReceiver logs,
            SessionRelays sessions,
            EnrolmentRefusals refusals,
            InstanceWatcher watcher,
            InstanceRows instances,
            QueuedFrames queued,
            PublicUrlCheck publicUrl,
            Event<AgentMessageReceived> words) {
        this.agents = agents;
        this.tokens = tokens;
        this.fence = fence;
        this.logs = logs;
        this.sessions = sessions;
        this.refusals = refusals;
        this.watcher = watcher;
        this.instances = instances;
        this.queued = queued;
        this.publicUrl = publicUrl;
        this.messages = words;
    }

    @OnOpen
    @RunOnVirtualThread
    void opened(WebSocketConnection socket) {
        HandshakeRequest handshake = socket.handshakeRequest();
        AgentCredentials credentials =
                new AgentCredentials(
                        "GET",
                        handshake.path(),
                        handshake.header("Authorization"),
                        handshake.header("Spawn-Proof"));
        // The signature was verified at the handshake.
        Optional<Assignment> assignment = tokens.assignmentOf(credentials);
        if (assignment.isEmpty()) {
            // The instance was replaced after the handshake.
            socket.closeAndAwait();
            return;
        }
        AgentConnection connection =
                new AgentConnection(assignment.get(), socket, this::handle, queued);
        socket.userData().put(CONNECTION, connection);
        agents.opened(connection).ifPresent(this::closeReplaced);
        publicUrl.reachedByAgent();
        if (connection.currentAttempt(fence).isEmpty()) {
            // The event of the replacement was fired before this connection was registered.
            refuse(connection);
        }
    }

    /** The agent of a machine that is another member's now goes on as that one. */
    private void refuse(AgentConnection connection) {
        Assignment assignment = connection.assignment();
        if (instances.isReassigned(assignment)) {
            connection.askForHello(assignment);
        } else {
            refusals.report(assignment, AgentTokens.REPLACED_REASON);
            connection.close();
        }
    }

    private void becomeNextMember(AgentConnection connection) {
        Optional<Assignment> now = instances.assignment(connection.assignment().instanceId());
        now.ifPresent(assignment -> agents.reassigned(connection, assignment));
        sessions.connectionLost(connection);
    }

    /** Runs on the event loop; the frame waits in the bounded queue of its connection only. */
    @OnTextMessage
    @NonBlocking
    void textReceived(String frame, WebSocketConnection socket) {
        AgentConnection connection = socket.userData().get(CONNECTION);
        if (connection != null) {
            connection.enqueue(frame);
        }
    }

    /** Runs on the event loop: a worker thread for each pong costs more than the pong itself. */
    @OnPongMessage
    @NonBlocking
    void pongReceived(Buffer payload, WebSocketConnection socket) {
        AgentConnection connection = socket.userData().get(CONNECTION);
        if (connection != null) {
            agents.messageReceived(connection.assignment());
        }
    }

    @OnClose
    @RunOnVirtualThread
    void closed(WebSocketConnection socket) {
        AgentConnection connection = socket.userData().get(CONNECTION);
        if (connection != null) {
            agents.closed(connection);
            // Its instance may have ended.
            watcher.pollSoon();
            sessions.connectionLost(connection);
        }
    }

    /** Ends the sessions of a connection whose agent has opened a newer one. */
    private void closeReplaced(AgentConnection earlier) {
        earlier.close();
        sessions.connectionLost(earlier);
    }

    private void handle(AgentConnection connection, String frame) {
        try {
            if (!connection.awaitsHello()) {
                agents.messageReceived(connection.assignment());
            }
            AgentFrames.read(frame)
                    .ifPresent(
                            message ->
                                    OutageRetry.run(
                                            connection.assignment() + ": its message",
                                            () -> handleIfOpen(connection, message)));
        } catch (JsonProcessingException | Refusal e) {
            // The frame is not logged: its content is arbitrary.
            String kind = e instanceof Refusal refusal ? refusal.sentence() : "not a known message";
            LOG.warnf(
                    "%s sent a frame that cannot be handled; it is ignored: %s",
                    connection.assignment(), kind);
        } catch (RuntimeException e) {
            // The outermost frame: the agent sends its messages again when it reconnects.
            LOG.errorf(e, "%s: its message could not be handled", connection.assignment());
            connection.close();
        }
    }

    /** Messages wait for the database in the queue of their connection, as long as it is open. */
    private void handleIfOpen(AgentConnection connection, AgentMessage.FromAgent message) {
        if (connection.isOpen()) {
            handle(connection, message);
        }
    }

    private void handle(AgentConnection connection, AgentMessage.FromAgent message) {
        boolean reassigned = connection.awaitsHello();
        if (reassigned) {
            if (!(message instanceof AgentMessage.Hello)) {
                // The agent repeats after its hello what matters to its new member.
                return;
            }
            becomeNextMember(connection);
        }
        Optional<CurrentAttempt> current = attempt(connection, message);
        if (current.isPresent()) {
            dispatch(connection, current.get(), message);
        } else if (reassigned) {
            // The array that takes the machine over has not recorded it yet.
            connection.close();
        } else {
            refuse(connection);
        }
    }

    private Optional<CurrentAttempt> attempt(
            AgentConnection connection, AgentMessage.FromAgent message) {
        return switch (message) {
            case AgentMessage.Log log ->
                    connection
                            .cachedAttempt(fence)
                            .filter(one -> logs.isKnownAttempt(connection.assignment(), one, log))
                            .or(() -> connection.currentAttempt(fence));
            case AgentMessage.SessionOutput output -> connection.cachedAttempt(fence);
            case AgentMessage.SessionInputTaken taken -> connection.cachedAttempt(fence);
            default -> connection.currentAttempt(fence);
        };
    }

    private void dispatch(
            AgentConnection connection, CurrentAttempt current, AgentMessage.FromAgent message) {
        switch (message) {
            case AgentMessage.Log log ->
                    logs.store(connection.assignment(), current, log).ifPresent(connection::send);
            case AgentMessage.SessionOutput output ->
                    sessions.messageReceived(connection, output.session(), output);
            case AgentMessage.SessionInputTaken taken ->
                    sessions.messageReceived(connection, taken.session(), taken);
            case AgentMessage.SessionEnded ended ->
                    sessions.messageReceived(connection, ended.session(), ended);
            default -> messages.fire(new AgentMessageReceived(connection.assignment(), message));
        }
    }
}

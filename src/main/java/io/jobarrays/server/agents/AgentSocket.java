package io.jobarrays.server.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.agents.attempt.AttemptFence;
import io.jobarrays.server.agents.attempt.CurrentAttempt;
import io.jobarrays.server.agents.identity.AgentCredentials;
import io.jobarrays.server.agents.identity.AgentTokens;
import io.jobarrays.server.agents.identity.EnrolmentRefusals;
import io.jobarrays.server.instances.rows.Assignment;
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

/** Agents' connections; {@link ConnectionAuthenticator} has let them in. */
@WebSocket(path = "/agents/connection", endpointId = AgentSocket.ENDPOINT)
public class AgentSocket {
    static final String ENDPOINT = "agents";

    private static final Logger LOG = Logger.getLogger(AgentSocket.class);
    private static final TypedKey<AgentConnection> LINE = new TypedKey<>("line");

    private final ConnectedAgents agents;
    private final AgentTokens tokens;
    private final AttemptFence fence;
    private final LogReceiver logs;
    private final SessionRelays sessions;
    private final EnrolmentRefusals refusals;
    private final Event<AgentMessageReceived> words;

    AgentSocket(
            ConnectedAgents agents,
            AgentTokens tokens,
            AttemptFence fence,
            LogReceiver logs,
            SessionRelays sessions,
            EnrolmentRefusals refusals,
            Event<AgentMessageReceived> words) {
        this.agents = agents;
        this.tokens = tokens;
        this.fence = fence;
        this.logs = logs;
        this.sessions = sessions;
        this.refusals = refusals;
        this.words = words;
    }

    @OnOpen
    @RunOnVirtualThread
    void opened(WebSocketConnection connection) {
        HandshakeRequest shaken = connection.handshakeRequest();
        AgentCredentials shown =
                new AgentCredentials(
                        "GET",
                        shaken.path(),
                        shaken.header("Authorization"),
                        shaken.header("Spawn-Proof"));
        Optional<Assignment> place = tokens.place(shown);
        if (place.isEmpty()) {
            // Replaced between the door and here.
            connection.closeAndAwait();
            return;
        }
        AgentConnection line = new AgentConnection(place.get(), connection, this::take);
        connection.userData().put(LINE, line);
        agents.opened(line).ifPresent(this::replaced);
        if (line.exact(fence).isEmpty()) {
            // The news of it came before we were there to hear it.
            refusals.tell(line.place(), AgentTokens.GONE);
            line.close();
        }
    }

    /** On the event loop, so that nothing waits where nobody counts it. */
    @OnTextMessage
    @NonBlocking
    void said(String frame, WebSocketConnection connection) {
        AgentConnection line = connection.userData().get(LINE);
        if (line != null) {
            line.came(frame);
        }
    }

    @OnPongMessage
    void answered(Buffer payload, WebSocketConnection connection) {
        AgentConnection line = connection.userData().get(LINE);
        if (line != null) {
            agents.heard(line.place());
        }
    }

    @OnClose
    @RunOnVirtualThread
    void closed(WebSocketConnection connection) {
        AgentConnection line = connection.userData().get(LINE);
        if (line != null) {
            if (agents.closed(line)) {
                sessions.lost(line.place());
            }
        }
    }

    /** Its agent has come again before we knew that it was gone: what was open ended with it. */
    private void replaced(AgentConnection earlier) {
        earlier.close();
        sessions.lost(earlier.place());
    }

    private void take(AgentConnection line, String frame) {
        try {
            agents.heard(line.place());
            AgentFrames.read(frame).ifPresent(message -> take(line, message));
        } catch (JsonProcessingException | Refusal e) {
            // Not what it said: that may be anything.
            String kind = e instanceof Refusal refusal ? refusal.sentence() : "no message of ours";
            LOG.warnf("%s said what cannot be taken, and is heard on: %s", line.place(), kind);
        } catch (RuntimeException e) {
            // The rim of the conversation: the agent says all of it again when it comes again.
            LOG.errorf(e, "%s: its word could not be taken", line.place());
            line.close();
        }
    }

    private void take(AgentConnection line, AgentMessage.FromAgent message) {
        Optional<CurrentAttempt> standing =
                switch (message) {
                    case AgentMessage.Log log ->
                            line.recent(fence)
                                    .filter(one -> logs.knows(line.place(), one, log))
                                    .or(() -> line.exact(fence));
                    case AgentMessage.SessionOutput output -> line.recent(fence);
                    default -> line.exact(fence);
                };
        if (standing.isEmpty()) {
            refusals.tell(line.place(), AgentTokens.GONE);
            line.close();
            return;
        }
        switch (message) {
            case AgentMessage.Log log ->
                    logs.keep(line.place(), standing.get(), log).ifPresent(line::send);
            case AgentMessage.SessionOutput output ->
                    sessions.heard(line.place(), output.session(), output);
            case AgentMessage.SessionEnded ended ->
                    sessions.heard(line.place(), ended.session(), ended);
            default -> words.fire(new AgentMessageReceived(line.place(), message));
        }
    }
}

package io.jobarrays.server.agents;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Open sessions of users on instances, over the connections of the agents. */
@ApplicationScoped
public class SessionRelays {
    private static final Duration AGENT_TIMEOUT = Duration.ofSeconds(30);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ConnectedAgents agents;
    private final Clock clock;
    private final Duration agentTimeout;
    private final Map<String, SessionRelay> open = new ConcurrentHashMap<>();

    @Inject
    SessionRelays(ConnectedAgents agents, Clock clock) {
        this(agents, clock, AGENT_TIMEOUT);
    }

    /**
     * @param agentTimeout time without a message after which a new session ends
     */
    SessionRelays(ConnectedAgents agents, Clock clock, Duration agentTimeout) {
        this.agents = agents;
        this.clock = clock;
        this.agentTimeout = agentTimeout;
    }

    /**
     * Begins a session; it ends with a sentence when the agent sends nothing for 30 seconds.
     *
     * @throws Refused 409 when the agent is not connected
     */
    public SessionRelay begin(Assignment assignment, SessionRequest request) {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        AgentConnection agent =
                agents.connection(assignment).orElseThrow(() -> agentNotConnected(assignment));
        SessionRelay session = new SessionRelay(HexFormat.of().formatHex(random), agent, this);
        open.put(session.id(), session);
        Instant asked = clock.instant();
        boolean sent =
                agent.send(
                        new AgentMessage.SessionOpen(
                                session.id(),
                                request.command(),
                                request.terminal(),
                                request.columns(),
                                request.rows(),
                                request.environment(),
                                request.port()));
        if (!sent) {
            open.remove(session.id());
            throw agentNotConnected(assignment);
        }
        CompletableFuture.delayedExecutor(agentTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> endIfSilent(session, asked));
        return session;
    }

    /** The refusal of a session on an instance whose agent is not connected. */
    public Refused agentNotConnected(Assignment assignment) {
        return new Refused(
                409,
                "SPAWN-AGENT-AWAY",
                ("the agent of %s[%d] on %s has not been connected since %s; it comes back by itself,"
                                + " and if not: spawn replace %s[%d]")
                        .formatted(
                                assignment.arrayId(),
                                assignment.index(),
                                assignment.instanceId(),
                                agents.lastMessageAt(assignment).truncatedTo(ChronoUnit.SECONDS),
                                assignment.arrayId(),
                                assignment.index()));
    }

    /** Passes a message to its session, when it came by the connection of the session. */
    void messageReceived(AgentConnection agent, String id, FromAgent message) {
        SessionRelay session = open.get(id);
        if (session != null && session.agent() == agent) {
            if (message instanceof AgentMessage.SessionEnded) {
                open.remove(id);
            }
            session.messageReceived(message);
        }
    }

    /** Ends the sessions of a connection; those on a newer one of the same agent stay. */
    void connectionLost(AgentConnection agent) {
        open.values().stream()
                .filter(session -> session.agent() == agent)
                .toList()
                .forEach(session -> end(session, "the connection to its agent broke"));
    }

    /** Ends a session and tells the agent to close it. */
    void end(SessionRelay session, String reason) {
        open.remove(session.id());
        var last =
                new AgentMessage.SessionEnded(
                        session.id(),
                        ExitReason.Plain.STOPPED.toString(),
                        "the session ended: " + reason);
        if (session.ended(last)) {
            session.agent().send(new AgentMessage.SessionClose(session.id()));
        }
    }

    private void endIfSilent(SessionRelay session, Instant asked) {
        if (session.isSilent()
                && agents.lastMessageAt(session.agent().assignment()).isBefore(asked)) {
            Thread.ofVirtual()
                    .start(
                            () ->
                                    end(
                                            session,
                                            "its agent has not answered for %d seconds"
                                                    .formatted(agentTimeout.toSeconds())));
        }
    }
}

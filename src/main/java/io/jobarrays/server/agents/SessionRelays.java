package io.jobarrays.server.agents;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.AgentMessage.FromAgent;
import io.jobarrays.contract.ExitReason;
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
import org.jspecify.annotations.Nullable;

/** The sessions of people on machines, over the machines' own connections. */
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
     * @param patience how long an agent may give no sign of life
     */
    SessionRelays(ConnectedAgents agents, Clock clock, Duration patience) {
        this.agents = agents;
        this.clock = clock;
        this.agentTimeout = patience;
    }

    /**
     * Begins one. If the agent gives no sign of life for half a minute, it ends with that sentence.
     *
     * @param command null: a login shell
     */
    public SessionRelay begin(
            Assignment assignment,
            @Nullable String command,
            boolean terminal,
            int columns,
            int rows) {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        SessionRelay session = new SessionRelay(HexFormat.of().formatHex(random), assignment, this);
        open.put(session.id(), session);
        Instant asked = clock.instant();
        boolean sent =
                agents.send(
                        assignment,
                        new AgentMessage.SessionOpen(
                                session.id(), command, terminal, columns, rows));
        if (!sent) {
            open.remove(session.id());
            throw agentNotConnected(assignment);
        }
        CompletableFuture.delayedExecutor(agentTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> endIfSilent(session, asked));
        return session;
    }

    /** What a person is told when a machine's agent is not there. */
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

    /** Only from the agent that was asked. */
    void messageReceived(Assignment assignment, String id, FromAgent word) {
        SessionRelay session = open.get(id);
        if (session != null && session.assignment().instanceId().equals(assignment.instanceId())) {
            if (word instanceof AgentMessage.SessionEnded) {
                open.remove(id);
            }
            session.messageReceived(word);
        }
    }

    void connectionLost(Assignment assignment) {
        open.values().stream()
                .filter(
                        session ->
                                session.assignment().instanceId().equals(assignment.instanceId()))
                .toList()
                .forEach(session -> end(session, "the connection to its agent broke"));
    }

    boolean send(Assignment assignment, AgentMessage.ToAgent word) {
        return agents.send(assignment, word);
    }

    /** Ends a session from here; what runs in it is told that the person has gone. */
    void end(SessionRelay session, String why) {
        open.remove(session.id());
        var last =
                new AgentMessage.SessionEnded(
                        session.id(),
                        ExitReason.Plain.STOPPED.toString(),
                        "the session ended: " + why);
        if (session.ended(last)) {
            agents.send(session.assignment(), new AgentMessage.SessionClose(session.id()));
        }
    }

    private void endIfSilent(SessionRelay session, Instant asked) {
        if (session.isSilent() && agents.lastMessageAt(session.assignment()).isBefore(asked)) {
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

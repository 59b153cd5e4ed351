package io.jobarrays.server.agents;

import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.instances.rows.Assignment;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Deliveries of peers to agents, by instance, until they are acknowledged; kept in memory. */
@ApplicationScoped
public class PeerDeliveries {
    private final ConnectedAgents agents;
    private final Duration timeout;
    private final AgentMeters meters;
    private final Clock clock;
    private final Map<String, SentPeers> unacknowledged = new ConcurrentHashMap<>();

    /** A delivery with the time at which it was sent last. */
    private record SentPeers(PeerDelivery delivery, Instant sentAt) {}

    PeerDeliveries(ConnectedAgents agents, SpawnConfig config, AgentMeters meters, Clock clock) {
        this.agents = agents;
        this.timeout = config.peersTimeout();
        this.meters = meters;
        this.clock = clock;
    }

    /** False when the agent is not connected. */
    public boolean send(Assignment assignment, EncodedPeers peers) {
        Instant now = clock.instant();
        // Before the message: its acknowledgement may be handled before the call returns.
        unacknowledged.compute(
                assignment.instanceId(),
                (id, last) -> new SentPeers(delivery(last, peers.generation(), now), now));
        return agents.send(assignment, peers);
    }

    /** A failure that was reported keeps its deadline when the agent reconnects. */
    private PeerDelivery delivery(@Nullable SentPeers last, int generation, Instant now) {
        return last != null
                        && last.delivery().generation() == generation
                        && last.delivery().failure() != null
                ? last.delivery()
                : new PeerDelivery(generation, now.plus(timeout), null);
    }

    /** The agent cannot write the peers; true for the first report of this generation. */
    public boolean failed(Assignment assignment, int generation, String reason) {
        SentPeers last = unacknowledged.get(assignment.instanceId());
        if (last == null || last.delivery().generation() != generation) {
            return false;
        }
        PeerDelivery delivery = new PeerDelivery(generation, last.delivery().dueAt(), reason);
        unacknowledged.replace(
                assignment.instanceId(), last, new SentPeers(delivery, last.sentAt()));
        return !reason.equals(last.delivery().failure());
    }

    public void acknowledged(Assignment assignment, int generation) {
        unacknowledged.computeIfPresent(
                assignment.instanceId(),
                (id, last) -> last.delivery().generation() <= generation ? written(last) : last);
    }

    private @Nullable SentPeers written(SentPeers peers) {
        meters.peersWritten(Duration.between(peers.sentAt(), clock.instant()));
        return null;
    }

    /** The delivery on the agent's current connection; empty when it was acknowledged. */
    public Optional<PeerDelivery> of(Assignment assignment) {
        return agents.connection(assignment)
                .flatMap(
                        connection ->
                                Optional.ofNullable(unacknowledged.get(assignment.instanceId()))
                                        .filter(
                                                sent ->
                                                        !sent.sentAt()
                                                                .isBefore(connection.openedAt)))
                .map(SentPeers::delivery);
    }
}

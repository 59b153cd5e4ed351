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
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final InstanceRows instances;
    private final Clock clock;
    private final Map<String, AgentConnection> lines = new ConcurrentHashMap<>();
    private final Map<String, Instant> heard = new ConcurrentHashMap<>();
    private volatile Instant listening;

    ConnectedAgents(InstanceRows instances, Clock clock) {
        this.instances = instances;
        this.clock = clock;
        this.listening = clock.instant();
    }

    void start(@Observes StartupEvent event) {
        listening = clock.instant();
    }

    /** False when the agent is not connected; what matters is said again when it comes. */
    public boolean send(Assignment place, AgentMessage.ToAgent message) {
        AgentConnection line = lines.get(place.instanceId());
        return line != null && line.send(message);
    }

    public boolean connected(Assignment place) {
        return lines.containsKey(place.instanceId());
    }

    /**
     * Any word, and be it the answer to a ping: of a machine that is gone the connection may look
     * open for a quarter of an hour. Silence counts from when we were ready to hear.
     */
    public Instant lastHeard(Assignment place) {
        return heard.getOrDefault(place.instanceId(), listening);
    }

    /** An instance that has lost its place is not listened to any longer. */
    void changed(@Observes InstanceChange change) {
        if (lines.values().stream().anyMatch(line -> of(change, line))) {
            Thread.ofVirtual().name("fence").start(() -> drop(change));
        }
    }

    /** An earlier one of the same instance, if there is one: it counts no more. */
    Optional<AgentConnection> opened(AgentConnection line) {
        heard(line.place());
        return Optional.ofNullable(lines.put(line.place().instanceId(), line));
    }

    void heard(Assignment place) {
        heard.put(place.instanceId(), clock.instant());
    }

    /** False when the instance has a newer one. */
    boolean closed(AgentConnection line) {
        Instant longAgo = clock.instant().minus(REMEMBERED);
        heard.values().removeIf(last -> last.isBefore(longAgo));
        return lines.remove(line.place().instanceId(), line);
    }

    private void drop(InstanceChange change) {
        Set<String> holders = instances.holders(change.arrayId());
        List<AgentConnection> late =
                lines.values().stream()
                        .filter(line -> of(change, line))
                        .filter(line -> !holders.contains(line.place().instanceId()))
                        .toList();
        for (AgentConnection line : late) {
            LOG.infof("%s has lost its place; its connection is closed", line.place());
            line.close();
        }
    }

    private static boolean of(InstanceChange change, AgentConnection line) {
        return line.place().arrayId().equals(change.arrayId());
    }
}

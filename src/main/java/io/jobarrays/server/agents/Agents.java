package io.jobarrays.server.agents;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.server.instances.Place;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The agents that are connected now, by instance. */
@ApplicationScoped
public class Agents {
    private static final Logger LOG = Logger.getLogger(Agents.class);

    /** Far beyond any silence that is put up with. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final Clock clock;
    private final Map<String, WebSocketConnection> connections = new ConcurrentHashMap<>();
    private final Map<String, Instant> heard = new ConcurrentHashMap<>();
    private volatile Instant listening;

    Agents(Clock clock) {
        this.clock = clock;
        this.listening = clock.instant();
    }

    void start(@Observes StartupEvent event) {
        listening = clock.instant();
    }

    /** False when the agent is not connected; what matters is said again when it comes. */
    public boolean send(Place place, AgentMessage.ToAgent message) {
        WebSocketConnection connection = connections.get(place.instanceId());
        if (connection == null || connection.isClosed()) {
            return false;
        }
        try {
            connection.sendTextAndAwait(Frames.write(message));
            return true;
        } catch (RuntimeException e) {
            LOG.debugf("%s did not take %s: %s", place, message, e.getMessage());
            return false;
        }
    }

    public boolean connected(Place place) {
        return connections.containsKey(place.instanceId());
    }

    /**
     * Any word, and be it the answer to a ping: of a machine that is gone the connection may look
     * open for a quarter of an hour. Silence counts from when we were ready to hear.
     */
    public Instant lastHeard(Place place) {
        return heard.getOrDefault(place.instanceId(), listening);
    }

    void opened(Place place, WebSocketConnection connection) {
        heard(place);
        connections.put(place.instanceId(), connection);
    }

    void heard(Place place) {
        heard.put(place.instanceId(), clock.instant());
    }

    void closed(Place place, WebSocketConnection connection) {
        connections.remove(place.instanceId(), connection);
        Instant longAgo = clock.instant().minus(REMEMBERED);
        heard.values().removeIf(last -> last.isBefore(longAgo));
    }
}

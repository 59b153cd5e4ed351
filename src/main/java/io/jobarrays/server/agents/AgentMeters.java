package io.jobarrays.server.agents;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Meters of the connections to agents and of what is delivered on them. */
@Startup
@ApplicationScoped
class AgentMeters {
    private static final Duration[] PEERS_BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2)
    };

    private final Timer peers;

    AgentMeters(MeterRegistry registry, ConnectedAgents agents) {
        peers =
                Timer.builder("spawn.peers")
                        .description("peers sent to acknowledged as written")
                        .serviceLevelObjectives(PEERS_BUCKETS)
                        .register(registry);
        Gauge.builder("spawn.agents.connected", agents, ConnectedAgents::count)
                .description("agents with a connection")
                .register(registry);
    }

    void peersWritten(Duration sinceSent) {
        peers.record(sinceSent);
    }
}

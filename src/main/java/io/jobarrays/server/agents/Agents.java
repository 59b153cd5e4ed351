package io.jobarrays.server.agents;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.server.instances.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** STUB. */
@ApplicationScoped
public class Agents {
    public boolean send(Place place, AgentMessage.ToAgent message) {
        return false;
    }

    public boolean connected(Place place) {
        return false;
    }

    public Instant lastHeard(Place place) {
        return Instant.EPOCH;
    }
}

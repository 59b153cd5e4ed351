package io.jobarrays.server.arrays.members;

import io.jobarrays.server.agents.identity.AgentRefused;
import io.jobarrays.server.arrays.rows.EventLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Writes into an array's events who was not believed to be one of its members. */
@ApplicationScoped
class RefusalLog {
    private final EventLog events;

    RefusalLog(EventLog story) {
        this.events = story;
    }

    void record(@Observes AgentRefused refused) {
        events.record(
                refused.arrayId(),
                refused.index(),
                "%s was refused: %s".formatted(refused.instanceId(), refused.reason()));
    }
}

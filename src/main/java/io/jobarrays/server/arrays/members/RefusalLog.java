package io.jobarrays.server.arrays.members;

import io.jobarrays.server.agents.identity.AgentRefused;
import io.jobarrays.server.arrays.owner.EventLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Records refused agents in the events of the array they claimed to belong to. */
@ApplicationScoped
class RefusalLog {
    private final EventLog events;

    RefusalLog(EventLog events) {
        this.events = events;
    }

    void record(@Observes AgentRefused refused) {
        events.record(
                refused.arrayId(),
                refused.index(),
                "%s was refused: %s".formatted(refused.instanceId(), refused.reason()));
    }
}

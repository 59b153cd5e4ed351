package io.jobarrays.server.arrays.members;

import io.jobarrays.server.agents.silence.MassSilenceChanged;
import io.jobarrays.server.arrays.owner.EventLog;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Records in the events of arrays that many agents are silent at the same time. */
@ApplicationScoped
class MassSilenceLog {
    private final EventLog events;
    private final ArrayReconcilers reconcilers;

    MassSilenceLog(EventLog events, ArrayReconcilers reconcilers) {
        this.events = events;
        this.reconcilers = reconcilers;
    }

    void record(@Observes MassSilenceChanged change) {
        for (String arrayId : change.arrayIds()) {
            events.record(arrayId, change.text());
            reconcilers.wake(arrayId);
        }
    }
}

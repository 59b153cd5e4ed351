package io.jobarrays.server.arrays.owner;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.arrays.events.Event;
import io.jobarrays.server.arrays.events.EventSignal;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.caller.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Events of arrays: their rows, and after the commit the server's log, signal and meters. */
@ApplicationScoped
class EventRecorder {
    private static final Logger LOG = Logger.getLogger("io.jobarrays.array");

    private final EventSignal signal;
    private final ArrayMeters meters;
    private final Clock clock;

    EventRecorder(EventSignal signal, ArrayMeters meters, Clock clock) {
        this.signal = signal;
        this.meters = meters;
        this.clock = clock;
    }

    Event event(JobArray array, int index, String text, @Nullable Caller caller) {
        Event event = new Event();
        event.at = clock.instant();
        event.execution = array.execution;
        event.stage = array.stage;
        event.arrayId = array.id;
        event.index = index;
        event.text = text(array, index, text);
        event.askedBy(caller);
        return event;
    }

    void committed(JobArray array, int index, String text, @Nullable Caller caller) {
        String line = text(array, index, text);
        LOG.infof("%s: %s", array.id, caller == null ? line : line + " (" + caller + ")");
        signal(array);
    }

    void attemptEnded(ExitReason exit) {
        meters.attemptEnded(exit);
    }

    void signal(JobArray array) {
        signal.fire(array.execution, array.id);
    }

    private static String text(JobArray array, int index, String text) {
        String name = array.stage == null ? array.name : array.stage;
        return index == Event.WHOLE_ARRAY
                ? name + ": " + text
                : "%s[%d]: %s".formatted(name, index, text);
    }
}

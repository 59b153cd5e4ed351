package io.jobarrays.server.arrays.owner;

import io.jobarrays.server.arrays.events.Event;
import io.jobarrays.server.arrays.events.EventSignal;
import io.jobarrays.server.arrays.rows.JobArray;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Events of arrays: their rows, and after the commit the server's log and the signal. */
@ApplicationScoped
class EventRecorder {
    private static final Logger LOG = Logger.getLogger("io.jobarrays.array");

    private final EventSignal signal;
    private final Clock clock;

    EventRecorder(EventSignal signal, Clock clock) {
        this.signal = signal;
        this.clock = clock;
    }

    Event event(JobArray array, int index, String text) {
        Event event = new Event();
        event.at = clock.instant();
        event.execution = array.execution;
        event.stage = array.stage;
        event.arrayId = array.id;
        event.index = index;
        event.text = text(array, index, text);
        return event;
    }

    void committed(JobArray array, int index, String text) {
        LOG.infof("%s: %s", array.id, text(array, index, text));
        signal(array);
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

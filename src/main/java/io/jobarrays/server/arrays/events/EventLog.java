package io.jobarrays.server.arrays.events;

import io.jobarrays.server.arrays.rows.JobArray;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Records events of arrays, in table {@code event} and in the server's log. */
@ApplicationScoped
public class EventLog {
    private static final Logger LOG = Logger.getLogger("io.jobarrays.array");

    private final EventRows events;

    EventLog(EventRows events) {
        this.events = events;
    }

    public void record(String arrayId, int index, String text) {
        JobArray row =
                QuarkusTransaction.requiringNew().call(() -> JobArray.<JobArray>findById(arrayId));
        String name = row.stage == null ? row.name : row.stage;
        String event = index < 0 ? name + ": " + text : "%s[%d]: %s".formatted(name, index, text);
        LOG.infof("%s: %s", arrayId, event);
        events.add(row.execution, row.stage, arrayId, index, event);
    }

    public void record(String arrayId, String text) {
        record(arrayId, -1, text);
    }
}

package io.jobarrays.server.arrays.rows;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Tells what happens to an array, in its events and in the log, with one wording. */
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
        String who = row.stage == null ? row.name : row.stage;
        String whole = index < 0 ? who + ": " + text : "%s[%d]: %s".formatted(who, index, text);
        LOG.infof("%s: %s", arrayId, whole);
        events.add(row.execution, row.stage, arrayId, index, whole);
    }

    public void record(String arrayId, String text) {
        record(arrayId, -1, text);
    }
}

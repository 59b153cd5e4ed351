package io.jobarrays.server.arrays.owner;

import jakarta.enterprise.context.ApplicationScoped;

/** Records single events of arrays; those that belong to a change are recorded by the change. */
@ApplicationScoped
public class EventLog {
    private final ArrayOwners owners;

    EventLog(ArrayOwners owners) {
        this.owners = owners;
    }

    public void record(String arrayId, int index, String text) {
        owners.run(arrayId, array -> array.event(index, text));
    }

    public void record(String arrayId, String text) {
        owners.run(arrayId, array -> array.event(text));
    }
}

package io.jobarrays.server.dns;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.SequencedMap;

/** STUB. */
@ApplicationScoped
public class Names {
    public void publish(String arrayId, SequencedMap<String, List<String>> addresses) {}

    public void withdraw(String arrayId) {}

    public boolean clean(String arrayId) {
        return true;
    }
}

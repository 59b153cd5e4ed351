package io.jobarrays.localcloud.machines;

import java.util.LinkedHashMap;
import java.util.Map;

/** What instances wrote; of those that ended, the last ones are kept. */
final class Consoles {
    private static final int KEPT = 1024;

    private final Map<String, Console> byInstance =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Console> eldest) {
                    return size() > KEPT;
                }
            };

    synchronized Console of(String instanceId) {
        return byInstance.computeIfAbsent(instanceId, _ -> new Console());
    }

    synchronized String text(String instanceId) {
        Console console = byInstance.get(instanceId);
        return console == null ? "" : console.text();
    }
}

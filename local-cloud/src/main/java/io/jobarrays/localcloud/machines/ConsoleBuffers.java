package io.jobarrays.localcloud.machines;

import java.util.LinkedHashMap;
import java.util.Map;

/** What instances wrote; of those that ended, the last ones are kept. */
final class ConsoleBuffers {
    private static final int MAX_CONSOLES = 1024;

    private final Map<String, ConsoleBuffer> byInstance =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, ConsoleBuffer> eldest) {
                    return size() > MAX_CONSOLES;
                }
            };

    synchronized ConsoleBuffer of(String instanceId) {
        return byInstance.computeIfAbsent(instanceId, _ -> new ConsoleBuffer());
    }

    synchronized String text(String instanceId) {
        ConsoleBuffer console = byInstance.get(instanceId);
        return console == null ? "" : console.text();
    }
}

package io.jobarrays.localcloud.machines.process;

import java.util.LinkedHashMap;
import java.util.Map;

/** Consoles by instance id; keeps the 1024 most recently used. */
public final class ConsoleBuffers {
    /** The consoles of the newest instances are kept. */
    public static final int MAX_CONSOLES = 1024;

    private final Map<String, ConsoleBuffer> byInstance =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, ConsoleBuffer> eldest) {
                    return size() > MAX_CONSOLES;
                }
            };

    public synchronized ConsoleBuffer of(String instanceId) {
        return byInstance.computeIfAbsent(instanceId, _ -> new ConsoleBuffer());
    }

    /** Appends a line to the console of an instance. */
    public void appendLine(String instanceId, String text) {
        of(instanceId).appendLine(text);
    }

    public synchronized String text(String instanceId) {
        ConsoleBuffer console = byInstance.get(instanceId);
        return console == null ? "" : console.text();
    }
}

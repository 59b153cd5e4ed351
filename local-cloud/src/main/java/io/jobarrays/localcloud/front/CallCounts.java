package io.jobarrays.localcloud.front;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Number of calls of each operation, by name: {@code ec2:RunInstances}. */
public final class CallCounts {
    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

    void count(String service, String operation) {
        String name = service + ":" + operation.replaceAll("[^A-Za-z0-9]", "_");
        counts.computeIfAbsent(name, first -> new LongAdder()).increment();
    }

    public String json() {
        return counts.entrySet().stream()
                .map(call -> "\"" + call.getKey() + "\":" + call.getValue().sum())
                .collect(Collectors.joining(",", "{", "}"));
    }
}

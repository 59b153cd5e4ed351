package io.jobarrays.localcloud.front;

import io.jobarrays.localcloud.protocol.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Number of calls by operation, caller and outcome. */
public final class CallCounts {
    private static final int MAX_NAME_LENGTH = 80;

    /**
     * A client chooses its own name and that of the service, so that their number needs a limit.
     */
    private static final int MAX_NAMES = 1_000;

    private static final String OTHER = "other";

    private final Set<String> services = ConcurrentHashMap.newKeySet();
    private final Set<String> callers = ConcurrentHashMap.newKeySet();
    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    /**
     * @param operation {@code ec2:RunInstances}
     * @param caller product of the client, with {@code role} for a key of an instance
     * @param outcome {@code OK}, AWS's error code or the fault that struck
     */
    private record Key(String operation, String caller, String outcome) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byOperation = operation.compareTo(other.operation);
            int byCaller = byOperation != 0 ? byOperation : caller.compareTo(other.caller);
            return byCaller != 0 ? byCaller : outcome.compareTo(other.outcome);
        }

        Map<String, Object> fields(long count) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("operation", operation);
            fields.put("caller", caller);
            fields.put("outcome", outcome);
            fields.put("count", count);
            return fields;
        }
    }

    void count(String service, String operation, String caller, String outcome) {
        String known = known(services, name(service));
        Key key =
                new Key(known + ":" + name(operation), known(callers, name(caller)), name(outcome));
        counts.computeIfAbsent(key, first -> new LongAdder()).increment();
    }

    /** A list with one object per operation, caller and outcome. */
    public String json() {
        List<Map<String, Object>> calls =
                counts.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(call -> call.getKey().fields(call.getValue().sum()))
                        .toList();
        return JsonWriter.list(calls);
    }

    public void reset() {
        counts.clear();
        services.clear();
        callers.clear();
    }

    /** The name, or {@code other} when it is new and there are too many. */
    private static String known(Set<String> names, String name) {
        if (!names.contains(name)) {
            if (names.size() >= MAX_NAMES) {
                return OTHER;
            }
            names.add(name);
        }
        return name;
    }

    private static String name(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9.:-]", "_");
        return plain.length() > MAX_NAME_LENGTH ? plain.substring(0, MAX_NAME_LENGTH) : plain;
    }
}

package io.jobarrays.benchmarks.plane;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Number of AWS calls of one program.
 *
 * @param byOperation operation, as {@code ec2:RunInstances}, to calls with any outcome
 * @param throttled calls that were refused by a request limit
 */
public record CallTally(Map<String, Long> byOperation, long throttled) {
    private static final Set<String> THROTTLED = Set.of("RequestLimitExceeded", "Throttling");

    /**
     * @param list of {@code GET /_local/calls}
     * @param caller beginning of the caller's name
     */
    static CallTally of(JsonNode list, String caller) {
        Map<String, Long> calls = new TreeMap<>();
        long throttled = 0;
        for (JsonNode call : list) {
            if (!call.path("caller").asText().startsWith(caller)) {
                continue;
            }
            long count = call.path("count").asLong();
            calls.merge(call.path("operation").asText(), count, Long::sum);
            if (THROTTLED.contains(call.path("outcome").asText())) {
                throttled += count;
            }
        }
        return new CallTally(calls, throttled);
    }

    /** Calls since an earlier tally of the same cloud. */
    public CallTally since(CallTally earlier) {
        Map<String, Long> calls = new TreeMap<>();
        byOperation.forEach(
                (operation, count) -> {
                    long more = count - earlier.byOperation.getOrDefault(operation, 0L);
                    if (more > 0) {
                        calls.put(operation, more);
                    }
                });
        return new CallTally(calls, throttled - earlier.throttled);
    }
}

package io.jobarrays.server.aws;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Number of requests to AWS since the start, per operation; counts retries too. */
@ApplicationScoped
public class CallCounter {
    private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    void count(String operation) {
        counts.computeIfAbsent(operation, o -> new LongAdder()).increment();
    }

    /**
     * @param operation in AWS's spelling, {@code RunInstances}
     */
    public long of(String operation) {
        LongAdder count = counts.get(operation);
        return count == null ? 0 : count.sum();
    }

    /** Counts by operation, in alphabetical order. */
    public Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((operation, count) -> all.put(operation, count.sum()));
        return all;
    }
}

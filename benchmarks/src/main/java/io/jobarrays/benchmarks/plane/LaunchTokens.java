package io.jobarrays.benchmarks.plane;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Instances that a control plane may launch at once by its own limiter, which has the limit of the
 * local cloud and, unlike that one, cannot be filled on request.
 */
public final class LaunchTokens {
    private static final String LIMIT = "ec2:RunInstances:resources";

    private final double capacity;
    private final double perSecond;
    private double tokens;
    private Instant filledAt;

    /**
     * @param start of the control plane
     */
    LaunchTokens(double capacity, double perSecond, Instant start) {
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.tokens = capacity;
        this.filledAt = start;
    }

    /**
     * @param answer of {@code GET /_local/limits}
     * @param start of the control plane
     * @throws IOException when it has no limit of launched instances
     */
    static LaunchTokens of(JsonNode answer, Instant start) throws IOException {
        for (JsonNode limit : answer.path("limits")) {
            if (limit.path("name").asText().equals(LIMIT)) {
                return new LaunchTokens(
                        limit.path("capacity").asDouble(),
                        limit.path("refill_per_second").asDouble(),
                        start);
            }
        }
        throw new IOException("the local cloud has no limit " + LIMIT);
    }

    /** Time until {@code instances} can be launched without a wait. */
    public Duration wait(int instances, Instant now) {
        fill(now);
        double missing = Math.min(instances, capacity) - tokens;
        return Duration.ofMillis((long) Math.ceil(Math.max(0, missing) / perSecond * 1000));
    }

    public void take(int instances, Instant now) {
        fill(now);
        tokens -= instances;
    }

    private void fill(Instant now) {
        double more = Duration.between(filledAt, now).toMillis() / 1000.0 * perSecond;
        tokens = Math.min(capacity, tokens + more);
        filledAt = now;
    }
}

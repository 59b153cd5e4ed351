package io.jobarrays.server.aws;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/** Meters of requests to AWS and of the waits for AWS's request limits. */
@Startup
@ApplicationScoped
public class AwsMeters {
    static final String CALLS = "spawn.aws.calls";

    private static final Duration[] CALL_BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final MeterProvider<Timer> calls;
    private final MeterProvider<Timer> waits;

    AwsMeters(MeterRegistry registry, AwsRateLimits limits, LaunchQueue launches, Clock clock) {
        this.registry = registry;
        calls =
                Timer.builder(CALLS)
                        .description("requests to AWS, repeated ones included")
                        .serviceLevelObjectives(CALL_BUCKETS)
                        .withRegistry(registry);
        waits =
                Timer.builder("spawn.aws.limit.wait")
                        .description("time that calls waited for a request limit")
                        .withRegistry(registry);
        for (CallFamily family : CallFamily.values()) {
            Gauge.builder(
                            "spawn.aws.limit.tokens",
                            limits.bucket(family),
                            bucket -> bucket.tokens(clock.instant()))
                    .description("requests that a limit permits now")
                    .tag("limit", label(family))
                    .strongReference(true)
                    .register(registry);
        }
        Gauge.builder("spawn.launch.queue.arrays", launches, LaunchQueue::waitingArrays)
                .description("arrays that wait for EC2's launch rate")
                .register(registry);
        Gauge.builder("spawn.launch.queue.instances", launches, LaunchQueue::waitingInstances)
                .description("instances that wait for EC2's launch rate")
                .register(registry);
    }

    private static String label(CallFamily family) {
        return family.name().toLowerCase(Locale.ROOT);
    }

    /** Requests of an operation since the start, repeated ones included. */
    public long calls(String operation) {
        return registry.find(CALLS).tag("operation", operation).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    /**
     * @param operation in AWS's spelling, {@code RunInstances}
     * @param result from a small set
     */
    void called(String operation, String result, Duration time) {
        calls.withTags("operation", operation, "result", result).record(time);
    }

    /** Launches do not wait here, but in the {@link LaunchQueue}. */
    void waited(CallFamily family, Duration time) {
        waits.withTags("limit", label(family)).record(time);
    }
}

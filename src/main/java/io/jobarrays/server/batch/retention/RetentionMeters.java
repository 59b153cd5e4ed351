package io.jobarrays.server.batch.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Meters of deleted executions and files. */
@Startup
@ApplicationScoped
class RetentionMeters {
    private final Map<PurgeCause, Counter> executions = new EnumMap<>(PurgeCause.class);
    private final Counter bytes;

    RetentionMeters(MeterRegistry registry) {
        for (PurgeCause cause : PurgeCause.values()) {
            executions.put(
                    cause,
                    Counter.builder("spawn.retention.purged")
                            .description("executions that were deleted")
                            .baseUnit("executions")
                            .tag("cause", cause.label())
                            .register(registry));
        }
        bytes =
                Counter.builder("spawn.retention.freed")
                        .description("files that were deleted: logs, outputs and bundles")
                        .baseUnit("bytes")
                        .register(registry);
    }

    /**
     * @param freed bytes of its files
     */
    void purged(PurgeCause cause, long freed) {
        Objects.requireNonNull(executions.get(cause)).increment();
        freed(freed);
    }

    /** Files that belong to no execution. */
    void freed(long more) {
        bytes.increment((double) more);
    }
}

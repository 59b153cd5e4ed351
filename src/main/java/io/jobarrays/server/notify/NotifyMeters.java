package io.jobarrays.server.notify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Meters of notifications. */
@Startup
@ApplicationScoped
class NotifyMeters {
    private final MeterProvider<Counter> notifications;

    NotifyMeters(MeterRegistry registry) {
        notifications =
                Counter.builder("spawn.notifications")
                        .description("attempts to send notifications, and notifications not sent")
                        .withRegistry(registry);
        List.of("sent", "failed", "refused", "given_up", "dropped")
                .forEach(outcome -> notifications.withTag("outcome", outcome));
    }

    void count(String outcome) {
        notifications.withTag("outcome", outcome).increment();
    }
}

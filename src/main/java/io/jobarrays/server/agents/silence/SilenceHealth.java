package io.jobarrays.server.agents.silence;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Check in {@code /q/health/well}: down while many agents are silent at the same time. */
@Wellness
@ApplicationScoped
class SilenceHealth implements HealthCheck {
    private final SilenceWatcher watcher;

    SilenceHealth(SilenceWatcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("agents are heard").status(!watcher.hasAlarm()).build();
    }
}

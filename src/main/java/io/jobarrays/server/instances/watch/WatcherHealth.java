package io.jobarrays.server.instances.watch;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Check in {@code /q/health/well}: down while polls of EC2 fail for too long. */
@Wellness
@ApplicationScoped
class WatcherHealth implements HealthCheck {
    private final InstanceWatcher watcher;

    WatcherHealth(InstanceWatcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("instances are seen")
                .status(watcher.sinceLastPoll().compareTo(InstanceWatcher.ALARM_AFTER) <= 0)
                .withData("seconds_since_last_look", watcher.sinceLastPoll().toSeconds())
                .build();
    }
}

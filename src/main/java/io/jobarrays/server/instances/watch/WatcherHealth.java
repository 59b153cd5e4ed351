package io.jobarrays.server.instances.watch;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Field of {@code /q/health/ready} that says whether EC2 answers. Never down: a control plane that
 * gets no calls would not reach EC2 any better.
 */
@Readiness
@ApplicationScoped
class WatcherHealth implements HealthCheck {
    private final InstanceWatcher watcher;

    WatcherHealth(InstanceWatcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ec2")
                .up()
                .withData(
                        "reachable",
                        watcher.sinceLastPoll().compareTo(InstanceWatcher.ALARM_AFTER) <= 0)
                .withData("seconds_since_last_look", watcher.sinceLastPoll().toSeconds())
                .build();
    }
}

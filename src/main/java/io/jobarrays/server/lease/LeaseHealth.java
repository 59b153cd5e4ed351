package io.jobarrays.server.lease;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Check in {@code /q/health/ready}: down while the lease of this server is not renewed. */
@Readiness
@ApplicationScoped
class LeaseHealth implements HealthCheck {
    private final ServerLease lease;

    LeaseHealth(ServerLease lease) {
        this.lease = lease;
    }

    @Override
    public HealthCheckResponse call() {
        Duration since = lease.sinceRenewal();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("lease");
        return since.compareTo(ServerLeaseRows.LENGTH) <= 0
                ? response.up().build()
                : response.down()
                        .withData(
                                "reason",
                                "the lease of this server was not renewed for %d s"
                                        .formatted(since.toSeconds()))
                        .build();
    }
}

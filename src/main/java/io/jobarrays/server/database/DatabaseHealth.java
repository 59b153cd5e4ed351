package io.jobarrays.server.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Check in {@code /q/health/ready}: down with the reason while the database does not answer. */
@Readiness
@ApplicationScoped
class DatabaseHealth implements HealthCheck {
    private final DatabaseSupervisor supervisor;

    DatabaseHealth(DatabaseSupervisor supervisor) {
        this.supervisor = supervisor;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("database");
        Optional<DatabaseSupervisor.Outage> outage = supervisor.outage();
        return outage.isEmpty()
                ? response.up().build()
                : response.down()
                        .withData("reason", outage.get().reason())
                        .withData("since", outage.get().since().toString())
                        .build();
    }
}

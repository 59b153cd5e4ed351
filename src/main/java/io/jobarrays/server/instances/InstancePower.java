package io.jobarrays.server.instances;

import io.jobarrays.server.instances.ec2.BulkResult;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;

/** Stops, hibernates and starts instances, and records what EC2 confirmed. */
@ApplicationScoped
public class InstancePower {
    private final Ec2Calls ec2Calls;

    InstancePower(Ec2Calls ec2Calls) {
        this.ec2Calls = ec2Calls;
    }

    public BulkResult stop(Collection<String> instanceIds, boolean hibernate) {
        return record(ec2Calls.stop(instanceIds, hibernate), InstanceState.STOPPING);
    }

    public BulkResult start(Collection<String> instanceIds) {
        return record(ec2Calls.start(instanceIds), InstanceState.PENDING);
    }

    private static BulkResult record(BulkResult result, InstanceState state) {
        if (!result.done().isEmpty()) {
            QuarkusTransaction.requiringNew()
                    .run(
                            () ->
                                    Instance.update(
                                            "state = ?1, runningSince = null where instanceId in ?2"
                                                    + " and state not in (SHUTTING_DOWN, TERMINATED)",
                                            state,
                                            result.done()));
        }
        return result;
    }
}

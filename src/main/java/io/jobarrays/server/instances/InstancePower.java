package io.jobarrays.server.instances;

import io.jobarrays.server.instances.ec2.BulkResult;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.InstanceRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;

/** Stops, hibernates and starts instances, and records what EC2 confirmed. */
@ApplicationScoped
public class InstancePower {
    private final Ec2Calls ec2Calls;
    private final UnknownInstances unknown;
    private final InstanceRows instances;

    InstancePower(Ec2Calls ec2Calls, UnknownInstances unknown, InstanceRows instances) {
        this.ec2Calls = ec2Calls;
        this.unknown = unknown;
        this.instances = instances;
    }

    public BulkResult stop(Collection<String> instanceIds, boolean hibernate) {
        BulkResult result = unknown.callKnown(instanceIds, ids -> ec2Calls.stop(ids, hibernate));
        instances.recordStopping(result.done());
        return result;
    }

    public BulkResult start(Collection<String> instanceIds) {
        BulkResult result = unknown.callKnown(instanceIds, ec2Calls::start);
        instances.recordStarting(result.done());
        return result;
    }
}

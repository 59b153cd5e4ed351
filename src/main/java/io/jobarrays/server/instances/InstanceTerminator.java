package io.jobarrays.server.instances;

import io.jobarrays.server.instances.ec2.BulkResult;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.InstanceRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;

/** Terminates instances and records what EC2 confirmed. */
@ApplicationScoped
public class InstanceTerminator {
    private final Ec2Calls ec2Calls;
    private final InstanceRows instances;

    InstanceTerminator(Ec2Calls ec2Calls, InstanceRows instances) {
        this.ec2Calls = ec2Calls;
        this.instances = instances;
    }

    /** A refused instance is still running; the caller repeats the call. */
    public BulkResult terminate(Collection<String> instanceIds) {
        BulkResult result = ec2Calls.terminate(instanceIds);
        instances.recordShuttingDown(result.done());
        return result;
    }
}

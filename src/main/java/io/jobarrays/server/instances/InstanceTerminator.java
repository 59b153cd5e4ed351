package io.jobarrays.server.instances;

import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.jobarrays.server.instances.ec2.BulkResult;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.InstanceRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;

/**
 * Terminates instances. The request stands in the instance's row until EC2 confirms the end: what
 * is refused or gets no answer is asked again by the reconciler of the array.
 */
@ApplicationScoped
public class InstanceTerminator {
    private final Ec2Calls ec2Calls;
    private final UnknownInstances unknown;
    private final InstanceRows instances;

    InstanceTerminator(Ec2Calls ec2Calls, UnknownInstances unknown, InstanceRows instances) {
        this.ec2Calls = ec2Calls;
        this.unknown = unknown;
        this.instances = instances;
    }

    /** Records the request only; the reconciler of the array makes the call. */
    public void request(Collection<String> instanceIds) {
        instances.requestEnd(instanceIds);
    }

    public BulkResult terminate(Collection<String> instanceIds) {
        request(instanceIds);
        Failpoints.reach(Failpoint.RELEASE_BEFORE_CALL);
        BulkResult result = unknown.callKnown(instanceIds, ec2Calls::terminate);
        Failpoints.reach(Failpoint.RELEASE_AFTER_CALL);
        instances.recordShuttingDown(result.done());
        return result;
    }
}

package io.jobarrays.server.instances;

import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.jobarrays.server.instances.ec2.BulkResult;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceOwner;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Terminates instances. The request stands in the instance's row until EC2 confirms the end: what
 * is refused or gets no answer is asked again by the reconciler of the array.
 */
@ApplicationScoped
public class InstanceTerminator {
    private final Ec2Calls ec2Calls;
    private final UnknownInstances unknown;
    private final InstanceOwner owner;
    private final Clock clock;

    InstanceTerminator(
            Ec2Calls ec2Calls, UnknownInstances unknown, InstanceOwner owner, Clock clock) {
        this.ec2Calls = ec2Calls;
        this.unknown = unknown;
        this.owner = owner;
        this.clock = clock;
    }

    /** Terminates those of the instances that the array still has when its owner records it. */
    public BulkResult terminate(String arrayId, Collection<String> instanceIds) {
        Instant now = clock.instant();
        List<String> own =
                owner.change(
                        arrayId,
                        instances -> {
                            instances.each(instanceIds, one -> one.requestEnd(now));
                            return instances.own(instanceIds);
                        });
        Failpoints.reach(Failpoint.RELEASE_BEFORE_CALL);
        BulkResult result = unknown.callKnown(own, ec2Calls::terminate);
        Failpoints.reach(Failpoint.RELEASE_AFTER_CALL);
        owner.run(arrayId, instances -> instances.each(result.done(), Instance::shuttingDown));
        return result;
    }
}

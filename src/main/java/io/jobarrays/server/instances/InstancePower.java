package io.jobarrays.server.instances;

import io.jobarrays.server.instances.ec2.BulkResult;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceOwner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** Stops, hibernates and starts instances, and records what EC2 confirmed. */
@ApplicationScoped
public class InstancePower {
    private final Ec2Calls ec2Calls;
    private final UnknownInstances unknown;
    private final InstanceOwner owner;

    InstancePower(Ec2Calls ec2Calls, UnknownInstances unknown, InstanceOwner owner) {
        this.ec2Calls = ec2Calls;
        this.unknown = unknown;
        this.owner = owner;
    }

    public BulkResult stop(String arrayId, Collection<String> instanceIds, boolean hibernate) {
        List<String> own = owner.change(arrayId, it -> it.own(instanceIds));
        BulkResult result = unknown.callKnown(own, ids -> ec2Calls.stop(ids, hibernate));
        owner.run(arrayId, instances -> instances.each(result.done(), Instance::stopping));
        return result;
    }

    public BulkResult start(String arrayId, Collection<String> instanceIds) {
        List<String> own = owner.change(arrayId, it -> it.own(instanceIds));
        BulkResult result = unknown.callKnown(own, ec2Calls::start);
        owner.run(arrayId, instances -> instances.each(result.done(), Instance::starting));
        return result;
    }
}

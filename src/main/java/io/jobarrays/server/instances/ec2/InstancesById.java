package io.jobarrays.server.instances.ec2;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Answer of EC2 to a read by ids.
 *
 * @param unknown ids that EC2 does not know
 */
public record InstancesById(List<Instance> described, Set<String> unknown) {
    public InstancesById {
        described = List.copyOf(described);
        unknown = Set.copyOf(unknown);
    }
}

package io.jobarrays.server.instances.launch;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.instances.rows.MachineRequest;
import java.util.Map;

/**
 * Request for instances, one per index of an array.
 *
 * @param together launch all of them or none
 */
public record LaunchOrder(
        String arrayId,
        String arrayName,
        int size,
        int attempt,
        IndexSet indexes,
        boolean together,
        MachineRequest machine,
        String deadline,
        Map<String, String> tags) {
    /** AWS advises at most 100 instances per RunInstances call. */
    public static final int MAX_INSTANCES = 100;

    /**
     * Instances that are launched all or none are of one call; EC2's launch rate has a bucket of
     * 1,000 instances.
     */
    public static final int MAX_COUPLED_INSTANCES = 1000;
}

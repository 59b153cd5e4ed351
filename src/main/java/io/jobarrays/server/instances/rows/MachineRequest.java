package io.jobarrays.server.instances.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Instance parameters of a launch; the control plane or EC2 chooses those that are null.
 *
 * @param hibernation whether the instance can hibernate, which EC2 permits at the launch only
 */
public record MachineRequest(
        @Nullable String instanceType,
        @Nullable String az,
        @Nullable String ami,
        boolean spot,
        @Nullable String spotMaxPrice,
        @Nullable String keyName,
        List<String> securityGroups,
        @Nullable String subnet,
        @Nullable String iamInstanceProfile,
        boolean hibernation) {
    /** The same request in another capacity pool; on demand, there is no spot price. */
    public MachineRequest in(LaunchPool pool) {
        return new MachineRequest(
                pool.instanceType(),
                pool.az(),
                ami,
                pool.spot(),
                pool.spot() ? spotMaxPrice : null,
                keyName,
                securityGroups,
                subnet,
                iamInstanceProfile,
                hibernation);
    }
}

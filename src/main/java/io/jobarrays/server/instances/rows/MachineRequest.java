package io.jobarrays.server.instances.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kind of machine a launch asks for; what is null is left to the control plane or to EC2.
 *
 * @param hibernation able to hibernate, which EC2 wants to know at the launch
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
        boolean hibernation) {}

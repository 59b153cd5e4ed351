package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.base.CloudEvents;
import io.jobarrays.localcloud.ec2.instance.capacity.CapacityPools;
import io.jobarrays.localcloud.ec2.instance.power.InstanceDelays;
import io.jobarrays.localcloud.faults.Faults;
import io.jobarrays.localcloud.limits.ApiLimits;

/** What the control API sets: capacity, limits, faults and delays; and the events that it shows. */
public record CloudConditions(
        CapacityPools capacity,
        ApiLimits limits,
        Faults faults,
        InstanceDelays delays,
        CloudEvents events) {}

package io.jobarrays.localcloud.ec2.instance.capacity;

import io.jobarrays.localcloud.ec2.instance.EmulatedLaunch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Instances that share a limit of capacity.
 *
 * @param zone all zones when empty
 * @param instanceType all types when empty
 * @param market {@code spot} or {@code on-demand}; both when empty
 */
public record CapacityPool(
        Optional<String> zone, Optional<String> instanceType, Optional<String> market) {

    public static final String SPOT = "spot";
    public static final String ON_DEMAND = "on-demand";

    boolean holds(EmulatedLaunch launch) {
        return zone.map(launch.subnet().zone()::equals).orElse(true)
                && instanceType.map(launch.kind().name()::equals).orElse(true)
                && market.map((launch.spot() ? SPOT : ON_DEMAND)::equals).orElse(true);
    }

    /** Its fields, for JSON. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        zone.ifPresent(value -> fields.put("zone", value));
        instanceType.ifPresent(value -> fields.put("instance_type", value));
        market.ifPresent(value -> fields.put("market", value));
        return fields;
    }
}

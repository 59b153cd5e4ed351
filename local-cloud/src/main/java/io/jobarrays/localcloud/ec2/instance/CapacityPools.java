package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.protocol.AwsError;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Capacity of this machine, and limits by zone, instance type and market; used under the lock of
 * the instances.
 */
public final class CapacityPools {
    private final Capacity machine;
    private final Map<CapacityPool, Integer> limits = new LinkedHashMap<>();

    public CapacityPools(Capacity machine) {
        this.machine = machine;
    }

    /** Limit of pending, running, stopping and shutting-down instances together. */
    public int machineLimit() {
        return machine.instances();
    }

    public void limit(CapacityPool pool, int instances) {
        limits.put(pool, instances);
    }

    /** False when the pool has no limit. */
    public boolean removeLimit(CapacityPool pool) {
        return limits.remove(pool) != null;
    }

    /** Limits in the order in which they were set. */
    public Map<CapacityPool, Integer> limits() {
        return limits;
    }

    /** Instances of a pool that hold capacity. */
    public static int inUse(CapacityPool pool, Collection<VirtualMachine> all) {
        return (int)
                all.stream()
                        .filter(it -> it.state().isHoldingCapacity() && pool.holds(it.launch()))
                        .count();
    }

    /**
     * Number of instances of a launch that fit.
     *
     * @throws AwsError {@code InsufficientInstanceCapacity} when fewer than the minimum fit
     */
    public int grant(int min, int max, Collection<VirtualMachine> all, EmulatedLaunch launch) {
        int granted = machine.grant(min, max, countHolding(all), launch);
        for (Map.Entry<CapacityPool, Integer> limit : limits.entrySet()) {
            OptionalInt free = free(limit.getKey(), limit.getValue(), all, launch);
            granted = Math.min(granted, free.orElse(granted));
        }
        if (granted < min) {
            throw insufficient(launch, granted);
        }
        return granted;
    }

    /**
     * Requires that all these instances can start.
     *
     * @throws AwsError {@code InsufficientInstanceCapacity}
     */
    public void requireRoom(List<VirtualMachine> starting, Collection<VirtualMachine> all) {
        int count = starting.size();
        EmulatedLaunch first = starting.getFirst().launch();
        machine.grant(count, count, countHolding(all), first);
        for (Map.Entry<CapacityPool, Integer> limit : limits.entrySet()) {
            CapacityPool pool = limit.getKey();
            long needed = starting.stream().filter(it -> pool.holds(it.launch())).count();
            if (needed > 0 && needed > limit.getValue() - inUse(pool, all)) {
                throw insufficient(first, Math.max(0, limit.getValue() - inUse(pool, all)));
            }
        }
    }

    private static int countHolding(Collection<VirtualMachine> all) {
        return (int) all.stream().filter(it -> it.state().isHoldingCapacity()).count();
    }

    private static AwsError insufficient(EmulatedLaunch launch, int room) {
        return new AwsError(
                500,
                "InsufficientInstanceCapacity",
                "We currently do not have sufficient %s capacity in the Availability Zone you requested (%s). Limits set over /_local/capacity leave room for %d."
                        .formatted(launch.kind().name(), launch.subnet().zone(), room));
    }

    private static OptionalInt free(
            CapacityPool pool, int limit, Collection<VirtualMachine> all, EmulatedLaunch launch) {
        return pool.holds(launch)
                ? OptionalInt.of(Math.max(0, limit - inUse(pool, all)))
                : OptionalInt.empty();
    }
}

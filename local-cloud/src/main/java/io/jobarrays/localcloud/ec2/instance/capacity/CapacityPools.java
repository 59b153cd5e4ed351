package io.jobarrays.localcloud.ec2.instance.capacity;

import static java.util.stream.Collectors.toMap;

import io.jobarrays.localcloud.ec2.instance.EmulatedLaunch;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.Collection;
import java.util.Collections;
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

    /** What this machine can run. */
    public Capacity machine() {
        return machine;
    }

    public void limit(CapacityPool pool, int instances) {
        limits.put(pool, instances);
    }

    /** Removes all limits but that of the machine. */
    public void clear() {
        limits.clear();
    }

    /** Limits in the order in which they were set. */
    public Map<CapacityPool, Integer> limits() {
        return Collections.unmodifiableMap(limits);
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
        int granted = machine.grant(min, max, inUse(launch, all), launch);
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
        starting.stream()
                .map(VirtualMachine::launch)
                .collect(toMap(it -> it.kind().isInScaleMode(), it -> it, (one, other) -> one))
                .values()
                .forEach(launch -> requireMachineRoom(launch, starting, all));
        for (Map.Entry<CapacityPool, Integer> limit : limits.entrySet()) {
            CapacityPool pool = limit.getKey();
            long needed = starting.stream().filter(it -> pool.holds(it.launch())).count();
            if (needed > 0 && needed > limit.getValue() - inUse(pool, all)) {
                throw insufficient(
                        starting.getFirst().launch(),
                        Math.max(0, limit.getValue() - inUse(pool, all)));
            }
        }
    }

    private void requireMachineRoom(
            EmulatedLaunch launch, List<VirtualMachine> starting, Collection<VirtualMachine> all) {
        int count =
                (int)
                        starting.stream()
                                .filter(it -> machine.isShared(it.launch().kind(), launch.kind()))
                                .count();
        machine.grant(count, count, inUse(launch, all), launch);
    }

    /** Instances that hold capacity and share the limit of the launch. */
    private int inUse(EmulatedLaunch launch, Collection<VirtualMachine> all) {
        return (int)
                all.stream()
                        .filter(it -> it.state().isHoldingCapacity())
                        .filter(it -> machine.isShared(it.launch().kind(), launch.kind()))
                        .count();
    }

    private static AwsError insufficient(EmulatedLaunch launch, int room) {
        return Capacity.insufficient(
                launch, "limits set over /_local/capacity leave room for " + room);
    }

    private static OptionalInt free(
            CapacityPool pool, int limit, Collection<VirtualMachine> all, EmulatedLaunch launch) {
        return pool.holds(launch)
                ? OptionalInt.of(Math.max(0, limit - inUse(pool, all)))
                : OptionalInt.empty();
    }
}

package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.ec2.catalogue.InstanceKind;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All instances of the account in launch order, guarded by one lock. */
public final class EmulatedInstances {
    private static final Duration TERMINATED_RETENTION = Duration.ofHours(1);
    private static final Pattern INSTANCE_ID = Pattern.compile("i-([0-9a-f]{8}|[0-9a-f]{17})");

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, VirtualMachine> machines = new LinkedHashMap<>();
    private final ResourceTags tags;
    private final Clock clock;

    public EmulatedInstances(ResourceTags tags, Clock clock) {
        this.tags = tags;
        this.clock = clock;
    }

    /** Runs the task under the lock; every access to an instance's state needs it. */
    public <T> T locked(Supplier<T> task) {
        lock.lock();
        try {
            return task.get();
        } finally {
            lock.unlock();
        }
    }

    public void locked(Runnable task) {
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
    }

    public void add(VirtualMachine machine) {
        machines.put(machine.id(), machine);
    }

    /** Instances that EC2 still describes: terminated ones for an hour. */
    public Collection<VirtualMachine> all() {
        removeExpired();
        return machines.values();
    }

    /** Instances that lists show: all but those that a delay or a fault hides. */
    public List<VirtualMachine> listed() {
        return all().stream().filter(it -> !it.faults().isUnlisted()).toList();
    }

    public Optional<VirtualMachine> find(String id) {
        return Optional.ofNullable(machines.get(id));
    }

    /**
     * The instances with these ids, in this order.
     *
     * @throws AwsError {@code InvalidInstanceID.NotFound} when one does not exist
     */
    public List<VirtualMachine> require(List<String> ids) {
        removeExpired();
        for (String id : ids) {
            if (!INSTANCE_ID.matcher(id).matches()) {
                throw new AwsError("InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
            }
        }
        List<String> unknown = ids.stream().filter(id -> !isKnown(id)).toList();
        if (!unknown.isEmpty()) {
            throw new AwsError("InvalidInstanceID.NotFound", notFoundMessage(unknown));
        }
        return ids.stream().distinct().flatMap(id -> find(id).stream()).toList();
    }

    /** Instances of these types that hold capacity. */
    public int countHoldingCapacity(Predicate<InstanceKind> kinds) {
        return (int)
                machines.values().stream()
                        .filter(it -> it.state().isHoldingCapacity())
                        .filter(it -> kinds.test(it.launch().kind()))
                        .count();
    }

    /** Whether an instance of the placement group is not terminated. */
    public boolean isPlacementGroupInUse(String group) {
        return locked(
                () ->
                        machines.values().stream()
                                .filter(it -> it.state() != LifecycleState.TERMINATED)
                                .anyMatch(
                                        it ->
                                                it.launch()
                                                        .placementGroup()
                                                        .filter(group::equals)
                                                        .isPresent()));
    }

    /** Private addresses in use; a stopped instance keeps its address. */
    public Set<String> privateAddressesInUse() {
        return machines.values().stream()
                .filter(machine -> machine.state() != LifecycleState.TERMINATED)
                .map(VirtualMachine::privateIp)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private boolean isKnown(String id) {
        return find(id).filter(it -> !it.faults().isUnknown()).isPresent();
    }

    private void removeExpired() {
        machines.values()
                .removeIf(
                        machine -> {
                            boolean expired = isExpired(machine);
                            if (expired) {
                                tags.removeResource(machine.id());
                                tags.removeResource(machine.origin().volumeId());
                            }
                            return expired;
                        });
    }

    private boolean isExpired(VirtualMachine machine) {
        return machine.endedAt()
                .filter(endedAt -> endedAt.plus(TERMINATED_RETENTION).isBefore(clock.instant()))
                .isPresent();
    }

    private static String notFoundMessage(List<String> ids) {
        return ids.size() == 1
                ? "The instance ID '" + ids.getFirst() + "' does not exist"
                : "The instance IDs '" + String.join(", ", ids) + "' do not exist";
    }
}

package io.jobarrays.localcloud.ec2.instance;

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
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All instances of the account, in the order of their launch, behind one lock. */
public final class EmulatedInstances {
    private static final Duration VISIBLE = Duration.ofHours(1);
    private static final Pattern ID = Pattern.compile("i-([0-9a-f]{8}|[0-9a-f]{17})");

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, VirtualMachine> machines = new LinkedHashMap<>();
    private final ResourceTags tags;
    private final Clock clock;

    public EmulatedInstances(ResourceTags tags, Clock clock) {
        this.tags = tags;
        this.clock = clock;
    }

    /** Everything that looks at an instance or changes one happens inside. */
    public <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    public void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    public void add(VirtualMachine machine) {
        machines.put(machine.id(), machine);
    }

    /** Those EC2 would still show. */
    public Collection<VirtualMachine> all() {
        forget();
        return machines.values();
    }

    public Optional<VirtualMachine> find(String id) {
        return Optional.ofNullable(machines.get(id));
    }

    /** Each of these, in this order; one that is not there fails the whole call. */
    public List<VirtualMachine> need(List<String> ids) {
        forget();
        for (String id : ids) {
            if (!ID.matcher(id).matches()) {
                throw new AwsError("InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
            }
        }
        List<String> unknown = ids.stream().filter(id -> !machines.containsKey(id)).toList();
        if (!unknown.isEmpty()) {
            throw new AwsError("InvalidInstanceID.NotFound", missing(unknown));
        }
        return ids.stream().distinct().flatMap(id -> find(id).stream()).toList();
    }

    public int holdingCapacity() {
        return (int)
                machines.values().stream().filter(it -> it.phase().isHoldingCapacity()).count();
    }

    /** The private addresses that are taken; a stopped instance keeps its own. */
    public Set<String> addresses() {
        return machines.values().stream()
                .filter(machine -> machine.phase() != LifecycleState.TERMINATED)
                .map(VirtualMachine::privateIp)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void forget() {
        machines.values()
                .removeIf(
                        machine -> {
                            boolean old = isOver(machine);
                            if (old) {
                                tags.forget(machine.id());
                                tags.forget(machine.volumeId());
                            }
                            return old;
                        });
    }

    private boolean isOver(VirtualMachine machine) {
        return machine.endedAt()
                .filter(ended -> ended.plus(VISIBLE).isBefore(clock.instant()))
                .isPresent();
    }

    private static String missing(List<String> ids) {
        return ids.size() == 1
                ? "The instance ID '" + ids.getFirst() + "' does not exist"
                : "The instance IDs '" + String.join(", ", ids) + "' do not exist";
    }
}

package io.jobarrays.server.instances.rows;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.jobarrays.contract.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Instances and open launch calls of one array, in the memory of its owner. Not for concurrent use.
 */
public final class OwnedInstances {
    private final RowChanges changes;
    private final Map<String, Instance> byId = new LinkedHashMap<>();
    private final Map<Integer, List<Instance>> byIndex = new HashMap<>();
    private final Map<String, LaunchIntent> openLaunches = new LinkedHashMap<>();

    public OwnedInstances(List<Instance> rows, List<LaunchIntent> open, RowChanges changes) {
        this.changes = changes;
        rows.forEach(this::add);
        open.forEach(this::addOpen);
    }

    /** Reads the committed rows within the caller's transaction. */
    public static OwnedInstances read(
            String arrayId, StatelessSession session, RowChanges changes) {
        return new OwnedInstances(
                session.createSelectionQuery(
                                "from Instance where arrayId = ?1 order by index, generation",
                                Instance.class)
                        .setParameter(1, arrayId)
                        .list(),
                session.createSelectionQuery(
                                "from LaunchIntent where arrayId = ?1 and outcome is null order by"
                                        + " createdAt",
                                LaunchIntent.class)
                        .setParameter(1, arrayId)
                        .list(),
                changes);
    }

    /** Instances of several arrays, by array, without open launch calls. */
    public static Map<String, OwnedInstances> readAll(
            List<String> arrayIds, StatelessSession session) {
        Map<String, OwnedInstances> all = new HashMap<>();
        arrayIds.forEach(
                id -> all.put(id, new OwnedInstances(List.of(), List.of(), new RowChanges())));
        session.createSelectionQuery("from Instance where arrayId in ?1", Instance.class)
                .setParameter(1, arrayIds)
                .list()
                .forEach(row -> Objects.requireNonNull(all.get(row.arrayId)).add(row));
        return all;
    }

    public Optional<Instance> find(String instanceId) {
        return Optional.ofNullable(byId.get(instanceId));
    }

    /** Those of the ids that belong to the array. */
    public void each(Collection<String> instanceIds, Consumer<Instance> action) {
        instanceIds.forEach(id -> find(id).ifPresent(action));
    }

    /** Those of the ids that belong to the array. */
    public List<String> own(Collection<String> instanceIds) {
        return instanceIds.stream().filter(byId::containsKey).toList();
    }

    public Collection<Instance> all() {
        return byId.values();
    }

    /** All generations of the index, live or not. */
    public List<Instance> ofIndex(int index) {
        return byIndex.getOrDefault(index, List.of());
    }

    /** The newest generation of the index; null before its first launch. */
    public @Nullable Instance newest(int index) {
        Instance newest = null;
        for (Instance instance : ofIndex(index)) {
            if (newest == null || instance.generation >= newest.generation) {
                newest = instance;
            }
        }
        return newest;
    }

    /** Whether an instance of the index is not yet shutting down. */
    public boolean isLive(int index) {
        return ofIndex(index).stream().anyMatch(instance -> !instance.state.isEnding());
    }

    /** Whether the instance is the newest generation of its index and is not ending. */
    public boolean holds(Assignment assignment) {
        Instance newest = newest(assignment.index());
        return newest != null
                && newest.instanceId.equals(assignment.instanceId())
                && !newest.state.isEnding();
    }

    /** The assignments that {@link #holds are held} by their instances. */
    public Set<Assignment> heldAssignments() {
        return byId.values().stream()
                .map(Instance::assignment)
                .filter(this::holds)
                .collect(toUnmodifiableSet());
    }

    /** Inserts a launched instance as the next generation of its index, unless it has a row. */
    public void insertLaunched(
            LaunchIntent intent,
            int index,
            software.amazon.awssdk.services.ec2.model.Instance launched,
            Instant now) {
        if (byId.containsKey(launched.instanceId())) {
            return;
        }
        Instance row = new Instance();
        row.instanceId = launched.instanceId();
        row.arrayId = intent.arrayId;
        row.index = index;
        row.generation = nextGeneration(index);
        row.attempt = intent.attempt;
        row.nonceHash = intent.nonceHash;
        row.launchedAt = now;
        row.deadlineTag = deadlineTag(launched);
        InstanceUpdate.apply(row, launched, now);
        changes.insert(row);
        add(row);
    }

    /** Gives an instance to another array, whose owner takes it once this is committed. */
    public void passOn(Instance instance, String toArray) {
        remove(instance);
        instance.reassign(toArray, instance.index, 1, true);
    }

    /** Makes the instance that of another index, under whose name it is not tagged yet. */
    public void reassign(Instance instance, int toIndex) {
        remove(instance);
        instance.reassign(instance.arrayId, toIndex, nextGeneration(toIndex), false);
        add(instance);
    }

    /** Takes an instance that the owner of another array has passed on. */
    public void take(Instance passedOn) {
        if (!byId.containsKey(passedOn.instanceId)) {
            add(passedOn);
        }
    }

    /** Inserts a launch call whose outcome is unknown until it is closed. */
    public void open(LaunchIntent intent) {
        changes.insert(intent);
        addOpen(intent);
    }

    /**
     * Records the outcome and deletes the request, which has the nonce.
     *
     * @param outcome {@code LAUNCHED_3_OF_8} or AWS's code
     */
    public void close(LaunchIntent intent, String outcome, Instant now) {
        LaunchIntent row = openLaunches.remove(intent.id);
        if (row != null) {
            row.close(outcome, now);
        }
    }

    /** The launch calls whose outcome is unknown. */
    public List<LaunchIntent> openLaunches() {
        return List.copyOf(openLaunches.values());
    }

    public boolean hasOpenLaunch() {
        return !openLaunches.isEmpty();
    }

    /** Inserts another row in the same commit. */
    public void insert(Object row) {
        changes.insert(row);
    }

    /** Above all generations that the index has: one that was passed on is no longer among them. */
    public int nextGeneration(int index) {
        return ofIndex(index).stream().mapToInt(one -> one.generation).max().orElse(0) + 1;
    }

    private void add(Instance row) {
        row.attach(changes);
        byId.put(row.instanceId, row);
        byIndex.computeIfAbsent(row.index, index -> new ArrayList<>(1)).add(row);
    }

    private void remove(Instance row) {
        byId.remove(row.instanceId);
        byIndex.getOrDefault(row.index, List.of()).remove(row);
    }

    private void addOpen(LaunchIntent intent) {
        intent.attach(changes);
        openLaunches.put(intent.id, intent);
    }

    private static @Nullable Instant deadlineTag(
            software.amazon.awssdk.services.ec2.model.Instance launched) {
        return launched.tags().stream()
                .filter(tag -> tag.key().equals(Tags.TTL_DEADLINE))
                .map(tag -> Instant.parse(tag.value()))
                .findFirst()
                .orElse(null);
    }
}

package io.jobarrays.server.arrays.owner;

import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.SnapshotBuilder;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Owners of all arrays with changes, each the only writer of its array's rows.
 *
 * <p>A change runs on the owner's thread and may run again, when another change of the same commit
 * fails: it has no effect but on the array. Effects outside follow when the call has returned,
 * since the change is committed then.
 */
@ApplicationScoped
public class ArrayOwners {
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private final ArrayStore store;
    private final SnapshotBuilder snapshots;
    private final EventRecorder events;
    private final Clock clock;
    private final Map<String, ArrayOwner> owners = new ConcurrentHashMap<>();

    ArrayOwners(ArrayStore store, SnapshotBuilder snapshots, EventRecorder events, Clock clock) {
        this.store = store;
        this.snapshots = snapshots;
        this.events = events;
        this.clock = clock;
    }

    /** Runs the change and returns its result when it is committed. */
    public <T extends @Nullable Object> T call(String arrayId, Function<OwnedArray, T> change) {
        ArrayOwner known = owners.get(arrayId);
        if (known != null && known.isCurrentThread()) {
            return change.apply(known.memory());
        }
        ArrayChange<T> submitted = new ArrayChange<>(change);
        ArrayOwner owner = owners.compute(arrayId, (id, before) -> submit(submitted, id, before));
        return Objects.requireNonNull(owner).isCurrentThread()
                ? change.apply(owner.memory())
                : submitted.await();
    }

    /**
     * A new owner may run its first change before it is in the map, and that change may ask for
     * another one, which must not wait for itself.
     */
    private ArrayOwner submit(ArrayChange<?> change, String id, @Nullable ArrayOwner before) {
        ArrayOwner owner = before == null ? newOwner(id) : before;
        if (!owner.isCurrentThread()) {
            owner.submit(change);
        }
        return owner;
    }

    /** As {@link #call}, without a result. */
    public void run(String arrayId, Consumer<OwnedArray> change) {
        call(
                arrayId,
                array -> {
                    change.accept(array);
                    return true;
                });
    }

    /** The array as it is now, without phase, which only the reconciler knows. */
    public ArraySnapshot snapshot(String arrayId) {
        return call(arrayId, OwnedArray::snapshot);
    }

    /** Arrays in memory. */
    public int size() {
        return owners.size();
    }

    /** Changes of all arrays that wait for a commit. */
    public int queued() {
        return owners.values().stream().mapToInt(ArrayOwner::queued).sum();
    }

    /** Priority: after the reconcilers, and before the lease of the server is released. */
    void stop(@Observes @Priority(2900) ShutdownEvent event) {
        Instant end = clock.instant().plus(COMMIT_TIMEOUT);
        while (owners.values().stream().anyMatch(ArrayOwner::isBusy)
                && clock.instant().isBefore(end)) {
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    private ArrayOwner newOwner(String arrayId) {
        return new ArrayOwner(arrayId, this::read, store, () -> forget(arrayId));
    }

    private OwnedArray read(String arrayId) {
        return new OwnedArray(store.read(arrayId), snapshots, events, clock);
    }

    private void forget(String arrayId) {
        owners.computeIfPresent(arrayId, (id, owner) -> owner.isIdle() ? null : owner);
    }
}

package io.jobarrays.server.arrays.owner;

import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.SnapshotBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
        owners.compute(
                arrayId,
                (id, owner) -> {
                    ArrayOwner live = owner == null ? newOwner(id) : owner;
                    live.submit(submitted);
                    return live;
                });
        return submitted.await();
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

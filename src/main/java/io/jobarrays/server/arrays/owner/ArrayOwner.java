package io.jobarrays.server.arrays.owner;

import io.jobarrays.server.problems.StorageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Owner of one array: applies changes to its memory one after the other, and commits those that
 * gathered during the last commit together. Its thread runs while there are changes.
 *
 * <p>A failed commit forgets the memory, which is then read from the rows again. The memory of an
 * ended array is forgotten as well.
 */
final class ArrayOwner {
    private static final Logger LOG = Logger.getLogger(ArrayOwner.class);

    private final String arrayId;
    private final Function<String, OwnedArray> read;
    private final ArrayStore store;
    private final Runnable idle;

    private final Queue<ArrayChange<?>> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();

    /** Used by the draining thread only; null until the first change. */
    private @Nullable OwnedArray memory;

    private volatile @Nullable Thread thread;

    /**
     * @param read reads the array's rows
     * @param idle called on the owner's thread when it has nothing in its memory and inbox
     */
    ArrayOwner(String arrayId, Function<String, OwnedArray> read, ArrayStore store, Runnable idle) {
        this.arrayId = arrayId;
        this.read = read;
        this.store = store;
        this.idle = idle;
    }

    /** Never blocks. */
    void submit(ArrayChange<?> change) {
        inbox.add(change);
        drainOnOwnThread();
    }

    boolean isCurrentThread() {
        return thread == Thread.currentThread();
    }

    /** Changes are applied or committed. */
    boolean isBusy() {
        return draining.get();
    }

    /** Changes that wait for the current commit. */
    int queued() {
        return inbox.size();
    }

    /** Nothing would be lost with this owner. */
    boolean isIdle() {
        return !draining.get() && inbox.isEmpty() && memory == null;
    }

    /** The memory, for a change within a change. */
    OwnedArray memory() {
        OwnedArray known = memory;
        if (known == null) {
            known = read.apply(arrayId);
            memory = known;
        }
        return known;
    }

    private void drainOnOwnThread() {
        if (!inbox.isEmpty() && draining.compareAndSet(false, true)) {
            Thread.ofVirtual().name("owner-" + arrayId).start(this::drain);
        }
    }

    private void drain() {
        thread = Thread.currentThread();
        try {
            for (List<ArrayChange<?>> batch = takeAll(); !batch.isEmpty(); batch = takeAll()) {
                applyAndCommit(batch);
            }
            forgetEnded();
        } finally {
            thread = null;
            draining.set(false);
        }
        drainOnOwnThread();
        idle.run();
    }

    private List<ArrayChange<?>> takeAll() {
        List<ArrayChange<?>> batch = new ArrayList<>();
        for (ArrayChange<?> next = inbox.poll(); next != null; next = inbox.poll()) {
            batch.add(next);
        }
        return batch;
    }

    private void forgetEnded() {
        if (memory != null && memory.row().endedAt != null) {
            memory = null;
        }
    }

    private void applyAndCommit(List<ArrayChange<?>> batch) {
        List<ArrayChange<?>> applied = new ArrayList<>(batch);
        try {
            applyAll(applied);
            commit(applied);
        } catch (RuntimeException | Error e) {
            // The rows cannot be read, or the server lacks memory: no caller waits for ever.
            memory = null;
            applied.forEach(change -> change.failed(e));
        }
    }

    private void applyAll(List<ArrayChange<?>> changes) {
        Optional<ArrayChange<?>> halfDone = apply(changes);
        while (halfDone.isPresent()) {
            memory = null;
            changes.remove(halfDone.get());
            halfDone = apply(changes);
        }
    }

    /**
     * Applies all changes, without those that fail.
     *
     * @return a change that failed half done: the others must be applied to a new memory
     */
    private Optional<ArrayChange<?>> apply(List<ArrayChange<?>> changes) {
        OwnedArray array = memory();
        for (ArrayChange<?> change : List.copyOf(changes)) {
            int before = array.changes().count();
            try {
                change.apply(array);
            } catch (RuntimeException | Error e) {
                change.failed(e);
                if (array.changes().count() != before) {
                    return Optional.of(change);
                }
                changes.remove(change);
            }
        }
        return Optional.empty();
    }

    private void commit(List<ArrayChange<?>> applied) {
        OwnedArray array = memory();
        try {
            if (array.changes().count() > 0) {
                store.write(arrayId, array.changes(), applied.size());
            }
        } catch (RuntimeException e) {
            memory = null;
            if (applied.size() == 1 || StorageFailure.of(e).isPresent()) {
                applied.forEach(change -> change.failed(e));
            } else {
                // One of them is at fault: each is committed alone.
                applied.forEach(change -> applyAndCommit(List.of(change)));
            }
            return;
        }
        committed(array, applied);
    }

    private void committed(OwnedArray array, List<ArrayChange<?>> applied) {
        try {
            array.changes().committed();
        } catch (RuntimeException e) {
            LOG.errorf(e, "array %s: an action after a commit failed", arrayId);
        } finally {
            applied.forEach(ArrayChange::committed);
        }
    }
}

package io.jobarrays.server.arrays.owner;

import io.jobarrays.server.problems.StorageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Owner of one array: applies changes to its memory one after the other, and commits those that
 * gathered during the last commit together. Its thread runs while there are changes.
 *
 * <p>A failed commit forgets the memory, which is then read from the rows again. The memory of an
 * ended array is forgotten as well.
 */
final class ArrayOwner {
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
        Optional<ArrayChange<?>> halfDone = apply(applied);
        while (halfDone.isPresent()) {
            memory = null;
            applied.remove(halfDone.get());
            halfDone = apply(applied);
        }
        commit(applied);
    }

    /**
     * Applies all changes, without those that fail.
     *
     * @return a change that failed half done: the others must be applied to a new memory
     */
    private Optional<ArrayChange<?>> apply(List<ArrayChange<?>> changes) {
        for (ArrayChange<?> change : List.copyOf(changes)) {
            int before = 0;
            try {
                OwnedArray array = memory();
                before = array.changes().count();
                change.apply(array);
            } catch (RuntimeException | Error e) {
                change.failed(e);
                if (memory != null && memory.changes().count() != before) {
                    return Optional.of(change);
                }
                changes.remove(change);
            }
        }
        return Optional.empty();
    }

    private void commit(List<ArrayChange<?>> applied) {
        OwnedArray array = memory;
        if (array == null) {
            return;
        }
        try {
            if (array.changes().count() > 0) {
                store.write(array.changes());
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
        array.changes().committed();
        applied.forEach(ArrayChange::committed);
    }
}

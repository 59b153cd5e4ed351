package io.jobarrays.localcloud.faults;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Faults that are set; decides which one strikes. */
public final class Faults {
    private final List<ActiveFault> active = new CopyOnWriteArrayList<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final LongSupplier nanoTime;

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    public Faults(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    public ActiveFault set(FaultRule rule) {
        ActiveFault fault =
                new ActiveFault("f-" + lastId.incrementAndGet(), rule, nanoTime.getAsLong());
        active.add(fault);
        return fault;
    }

    /** False when there is no such fault. */
    public boolean remove(String id) {
        return active.removeIf(
                fault -> {
                    boolean found = fault.id().equals(id);
                    if (found) {
                        fault.remove();
                    }
                    return found;
                });
    }

    public void removeAll() {
        active.forEach(ActiveFault::remove);
        active.clear();
    }

    public List<ActiveFault> all() {
        return List.copyOf(active);
    }

    public boolean isEmpty() {
        return active.isEmpty();
    }

    /**
     * The first fault of these kinds that strikes. Every matching rule counts the match, only the
     * first one the strike.
     */
    public synchronized Optional<ActiveFault> strike(FaultKind.Target kinds, FaultTarget target) {
        Optional<ActiveFault> first = drawn(kinds, target).stream().findFirst();
        first.ifPresent(ActiveFault::countStrike);
        return first;
    }

    /** All faults of these kinds that strike. */
    public synchronized List<ActiveFault> strikes(FaultKind.Target kinds, FaultTarget target) {
        List<ActiveFault> drawn = drawn(kinds, target);
        drawn.forEach(ActiveFault::countStrike);
        return drawn;
    }

    private List<ActiveFault> drawn(FaultKind.Target kinds, FaultTarget target) {
        long now = nanoTime.getAsLong();
        return active.stream()
                .filter(fault -> fault.rule().kind().target() == kinds)
                .filter(fault -> fault.draws(target, now))
                .toList();
    }
}
